import Options
import Testing

/// Random choices that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Hostile configurations come to an end")
struct HostileTests {
    /// Pieces that mean something to the language, and bytes that do not.
    private static let pieces: [[UInt8]] =
        [
            "[uwsgi]\n", "[x]", "\n", "\n", "=", " = ", "%", "%(", "%(a)", "%(b + 1)", ")", "(", "$(", "$(A)", "@(",
            "@(f)", "%%",
            "a", "b", "processes", "socket", "master", "limit-as", "chmod-socket", "env", "uid", "include = f.ini\n",
            "ini = :x\n",
            "inherit = f.ini\n", "for = a b\n", "for-times = 9\n", "endfor\n", "if-env = A\n", "if-opt = a\n",
            "endif\n",
            "else\n",
            "set = a=b\n", "set-ph = c=%(a)\n", "declare-option = d=a=$1;b=$2\n", "d = 1 2\n", "strict\n",
            "blacklist = a\n", ";", "#",
            "99999999999999999999", "-1", "64k", ":", "/tmp/x", "[::1]:80", "\r", "\t", " ", "\u{feff}", "é", "\\0",
            "\"",
        ].map { Array($0.utf8) } + [[0], [0xff], [0xc3], [0x80, 0xfe]]

    private static func input(_ generator: inout SeededGenerator) -> [UInt8] {
        guard Bool.random(using: &generator), let real = Corpus.files.randomElement(using: &generator) else {
            let count = Int.random(in: 0...24, using: &generator)
            return (0..<count).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
        }
        var bytes = real
        for _ in 0..<Int.random(in: 1...6, using: &generator) { damage(&bytes, &generator) }
        return bytes
    }

    /// A byte changed, a piece put in, a part left out, or the start of one real file and the end of another.
    private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let at = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, at + Int.random(in: 0...20, using: &generator))
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            bytes.replaceSubrange(at..<min(bytes.count, at + 1), with: [UInt8.random(in: 0...255, using: &generator)])
        case 1, 2: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: at)
        case 3: bytes.removeSubrange(at..<end)
        default: bytes.replaceSubrange(at..., with: Corpus.files.randomElement(using: &generator)?.suffix(300) ?? [])
        }
    }

    @Test(
        "random ones, 20 000 as a rule, and mean the same twice", .timeLimit(.minutes(60)),
        arguments: 0..<20 as Range<UInt64>)
    func fuzz(part: UInt64) {
        var generator = SeededGenerator(seed: Fuzz.seed &+ part)
        var world = TestWorld([
            "/srv/f.ini": "[uwsgi]\na = %(b)\ninclude = g.ini\n", "/srv/g.ini": "[uwsgi]\nb = %(a)x\n",
        ])
        world.variables = [("A", "$(A)%(a)")]
        var entries = 0
        var problems = 0
        for round in 0..<Fuzz.inputs / 20 {
            let input = Self.input(&generator)
            world.files["/srv/fuzz.ini"] = input
            let start = ContinuousClock.now
            let evaluation = IniLanguage.evaluate(file: "fuzz.ini", in: world)
            let made = Settings.make(from: evaluation)
            let time = ContinuousClock.now - start
            if time > Fuzz.patience { Issue.record("\(time) for \(Fuzz.saved(input)), input \(round) of part \(part)") }
            entries += evaluation.entries.count
            problems += evaluation.problems.count + made.problems.count
            if round % 100 == 0 { #expect(IniLanguage.evaluate(file: "fuzz.ini", in: world) == evaluation) }
        }
        #expect(entries > 1000)
        #expect(problems > 1000)
    }

    @Test("a file of 100 000 keys is read whole", .timeLimit(.minutes(5)))
    func manyKeys() {
        let text = "[uwsgi]\n" + (0..<100_000).map { "key\($0) = %(key\($0 / 2)x)\n" }.joined()
        let evaluation = evaluate(text)
        #expect(evaluation.entries.count == 100_001)
    }

    @Test("a loop of a million is cut off with an error", .timeLimit(.minutes(5)))
    func longLoop() {
        let evaluation = evaluate("[uwsgi]\nfor-times = 1000000\nx = %(_)\nendfor\n")
        #expect(evaluation.entries.count == 500_000)
        #expect(
            evaluation.problems.filter { $0.severity == .error }.map(\.text) == [
                "more than 500000 options; the rest is left out"
            ])
    }

    @Test("values that multiply are cut off with an error", .timeLimit(.minutes(5)))
    func laughs() {
        let names = (0..<26).map { "v\($0)" }
        let lines = zip(names, names.dropFirst()).map { "\($0) = x%(\($1))%(\($1))%(\($1))%(\($1))" }
        let evaluation = evaluate("[uwsgi]\n" + lines.joined(separator: "\n") + "\nv25 = aaaaaaaaaa\n")
        #expect(evaluation.problems.contains { $0.severity == .error && $0.text.contains("cannot be expanded") })
    }

    @Test("files that include two others each are cut off with an error", .timeLimit(.minutes(5)))
    func includeTree() {
        var world = TestWorld()
        for depth in 0..<40 {
            world.files["/srv/t\(depth).ini"] = Array(
                "[uwsgi]\ninclude = t\(depth + 1).ini\ninclude = t\(depth + 1).ini\n".utf8)
        }
        world.files["/srv/t40.ini"] = Array("[uwsgi]\n".utf8)
        let problems = evaluate("[uwsgi]\ninclude = t0.ini\n", world).problems
        #expect(problems.contains { $0.text == "more than 1000 files; the rest is left out" })
    }

    @Test("a deep nest of references is resolved from the inside", .timeLimit(.minutes(5)))
    func deepNest() {
        let text =
            "[uwsgi]\na = a\nx = y" + String(repeating: "%(", count: 500) + "a" + String(repeating: ")", count: 500)
            + "\n"
        #expect(value("x", in: text) == "ya")
    }

    @Test("one line of 10 million bytes is read", .timeLimit(.minutes(5)))
    func longLine() {
        var world = TestWorld()
        world.files["/srv/long.ini"] =
            Array("[uwsgi]\nx = ".utf8) + [UInt8](repeating: UInt8(ascii: "y"), count: 10_000_000)
        let evaluation = IniLanguage.evaluate(file: "long.ini", in: world)
        #expect(evaluation.entries.last?.valueBytes?.count == 10_000_000)
    }
}
