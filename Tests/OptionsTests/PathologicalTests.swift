import Options
import Testing

/// Files that would take a straightforward reader minutes, or all memory. Each ends with a result or an error. The limit
/// of time only tells an end from none: debug builds on a busy machine are slow, and get smaller files. FUZZ_INPUTS asks
/// for the full sizes, as `make fuzz` does.
@Suite("Pathological configurations come to an end")
struct PathologicalTests {
    /// By how much what ends well is smaller than it might be.
    static let shrink = Fuzz.isLong ? 1 : 100
    static let lines: [(name: String, text: String, error: String?)] = [
        ("many lines", repeated("key = some value\n", 300_000 / shrink), nil),
        ("many comments", repeated("; a comment\n", 300_000 / shrink), nil),
        ("one long key", repeated("k", 3_000_000 / shrink), nil),
        ("only percent signs", "x = " + repeated("%", 3_000_000 / shrink), nil),
        ("only unknown variables", "x = " + repeated("%y", 1_000_000 / shrink), nil),
        ("long variables", "x = " + repeated("%p", 2_000_000), "variables of this line"),
        ("open references", "x = " + repeated("%(", 600_000), "cannot be expanded"),
        (
            "nested parentheses",
            "a = a\nx = y%(" + repeated("(", 300_000 / shrink) + "a" + repeated(")", 300_000 / shrink + 1), nil
        ),
        (
            "nested references",
            "a = a\nx = y" + repeated("%(", 200_000 / shrink) + "a" + repeated(")", 200_000 / shrink), nil
        ),
        ("many references", "a = b\nx = y" + repeated("%(a)", 100_000 / shrink), nil),
        (
            "long values joined", "a = " + repeated("9", 100_000) + "\nx = y%(" + repeated("a ", 10_000) + ")",
            "expanded"
        ),
        ("a long sum", "a = " + repeated("9", 100_000) + "\nx = y%(" + repeated("a + ", 20_000 / shrink) + "a)", nil),
        ("long loops", "for = " + repeated("y", 400_000) + "\nx = " + repeated("%(_)", 100_000), "too long"),
        (
            "long lists",
            "blacklist = " + repeated("w ", 20_000 / shrink) + "\n" + repeated("x = 1\n", 20_000 / shrink), nil
        ),
        (
            "a loop over a file in every line", "for-readline = /srv/none\n" + repeated("x = %(_)\n", 20_000 / shrink),
            nil
        ),
        ("many declared options used at once", declared(1000) + repeated("all = 1\n", 100), nil),
        ("a file in itself", "include = site.ini\ninclude = site.ini", "include each other"),
        ("a section in itself", "ini = :uwsgi", "include each other"),
        ("much inserted", repeated("x = @(/srv/none)\n", 10_000), "are read by @(...)"),
        ("many wildcards", "for-glob = /*/*/*/*/*/*\nx = %(_)", "wildcards in more than 4"),
        ("patterns that multiply", "if-hostname-match = (((a{1,99}){1,99}){1,99}){1,99}\nx = 1", "repeats too often"),
        ("patterns that refer back", "if-hostname-match = (.*)*\\1x\nx = 1", "refers back"),
        ("deep patterns", "if-hostname-match = " + repeated("(", 50_000) + "\nx = 1", "too long"),
    ]

    @Test("of every kind", .timeLimit(.minutes(5)), arguments: lines)
    func ends(name: String, text: String, error: String?) {
        let evaluation = evaluate("[uwsgi]\n" + text + "\n")
        let errors = evaluation.problems.filter { $0.severity == .error }.map(\.text)
        if let error { #expect(errors.contains { $0.contains(error) }, "\(name)") }
        if error == nil { #expect(errors.filter { !$0.contains("forbidden") }.isEmpty, "\(name)") }
    }

    @Test("references, each to the next", .timeLimit(.minutes(5)), arguments: [1, -1])
    func chain(step: Int) {
        let count = 100_000 / Self.shrink
        let text = (1...count).map { "k\($0) = x%(k\($0 + step))\n" }.joined()
        #expect(evaluate("[uwsgi]\n" + text).entries.count == count + 1)
    }

    @Test("references in a ring, and each to the first", .timeLimit(.minutes(5)), arguments: ["", "%(k0)"])
    func ring(more: String) {
        let count = 100_000 / Self.shrink
        let text = (0..<count).map { "k\($0) = x%(k\(($0 + 1) % count))\(more)\n" }.joined()
        let cycles = evaluate("[uwsgi]\n" + text).problems.filter { $0.text.contains("refers to itself") }
        #expect((1...20).contains(cycles.count))
        #expect(cycles.allSatisfy { $0.text.utf8.count < 1000 })
    }

    @Test("files of 64 levels are read, and those of 65 are not")
    func depth() {
        var world = TestWorld()
        for level in 1...64 {
            world.files["/srv/l\(level).ini"] = Array("[uwsgi]\ninclude = l\(level + 1).ini\n".utf8)
        }
        world.files["/srv/l64.ini"] = Array("[uwsgi]\nx = 1\n".utf8)
        #expect(value("x", in: "[uwsgi]\ninclude = l2.ini\n", world) == "1")
        #expect(settings("[uwsgi]\ninclude = l1.ini\n", world).problems.contains { $0.contains("nested too deeply") })
    }

    @Test("a large file again and again", .timeLimit(.minutes(5)))
    func wide() {
        let world = TestWorld(["/srv/big.ini": ";" + repeated("a", 8_000_000)])
        let problems = evaluate("[uwsgi]\n" + repeated("ini = big.ini\n", 500), world).problems
        #expect(problems.contains { $0.text == "all files together are too large" })
    }

    @Test("keys that become options again and again", .timeLimit(.minutes(5)))
    func restarts() {
        var world = TestWorld()
        for file in 0..<500 {
            world.files["/srv/i\(file).ini"] = Array("[uwsgi]\ndeclare-option = d\(file)=env=A=1\nz\(file) = 1\n".utf8)
        }
        let inherits = (0..<500).map { "inherit = i\($0).ini\n" }.joined()
        let problems = evaluate("[uwsgi]\n" + repeated("u = 1\n", 30_000) + inherits, world).problems
        #expect(problems.contains { $0.text == "too many options are declared in what is inherited" })
    }

    @Test("a file that inherits itself after many options", .timeLimit(.minutes(5)))
    func inheritsItself() {
        let world = TestWorld(["/srv/loop.ini": "[uwsgi]\nthreads = 2\ninherit = loop.ini\n"])
        let text =
            "[uwsgi]\n" + repeated("processes = 3\n", 200_000 / Self.shrink) + "threads = 1\ninherit = loop.ini\n"
        let problems = evaluate(text, world).problems
        #expect(problems.contains { $0.text == "more than 1000 files; the rest is left out" })
        #expect(problems.count { $0.text.hasPrefix("threads = 1 is overridden by 2") } == 1)
    }

    @Test("more commands than anybody wants")
    func manyCommands() {
        var world = TestWorld()
        world.outputs = ["make": "[uwsgi]\nx = 1\n"]
        let problems = evaluate("[uwsgi]\n" + repeated("ini = exec://make\n", 300), world).problems.map(\.text)
        #expect(problems.filter { $0.hasSuffix("it is one of more than 256 commands") }.count == 44)
    }

    @Test("what is said of percent signs has an end as well")
    func warnings() {
        #expect(evaluate("[uwsgi]\n" + repeated("x = 5%\n", 3000)).problems.count == 1001)
    }

    @Test("no command is run once one has failed")
    func commands() {
        let problems = evaluate("[uwsgi]\n" + repeated("x = @(exec://sleep 100)\n", 3)).problems.map(\.text)
        #expect(problems.filter { $0.hasSuffix(": an earlier command failed") }.count == 2)
    }

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    private func repeated(_ text: String, _ count: Int) -> String { Self.repeated(text, count) }

    private static func declared(_ count: Int) -> String {
        "declare-option = all=" + (0..<count).map { "env=A\($0)=$1" }.joined(separator: ";") + "\n"
    }
}
