import Options
import Testing

/// What uWSGI 2.0.31 was seen to do with files made at random, where a plain reading would do something else.
@Suite("Declared options, as uWSGI has them")
struct DeclaredOptionTests {
    private func effects(_ text: String, _ world: TestWorld = TestWorld()) -> [String] {
        evaluate("[uwsgi]\n" + text, world).effective.filter { $0.key != "ini" }.map { "\($0.key)=\($0.value)" }
    }

    @Test("stand within each other")
    func nested() {
        let text = "declare-option = one=processes=$1\ndeclare-option = two=one=$2;threads=$1\ntwo = 3 4\n"
        #expect(effects(text).suffix(2) == ["processes=4", "threads=3"])
    }

    @Test("that lead back to themselves are an error")
    func endless() {
        let problems = settings("[uwsgi]\ndeclare-option = one=one=$1;one=$1\none = 1\n").problems
        #expect(problems.count { $0.contains(": error: one is an option declared by itself") } == 1)
    }

    @Test("that double each other again and again are an error", .timeLimit(.minutes(5)))
    func doubling() {
        let lines = (0..<60).map { "declare-option = o\($0)=o\($0 + 1)=$1;o\($0 + 1)=$1\n" }.joined()
        let problems = settings("[uwsgi]\n\(lines)declare-option = o60=processes=$1\no0 = 1\n").problems
        #expect(problems.contains { $0.contains(": error: o") && $0.contains("than anybody can mean") })
    }

    @Test("fill one place after the other: $1 in $10 too, and in what a word brought in")
    func places() {
        let words = (1...120).map { "w\($0)" }.joined(separator: " ")
        #expect(effects("declare-option = x=env=$10\nx = \(words)\n").last == "env=w10")
        #expect(effects("declare-option = x=env=$1\nx = $120 \(words)\n").last == "env=w110")
    }

    @Test("act at once, and so before options that wait for the end")
    func order() {
        let text = "declare-option = many=processes=$1\nprocesses = 2\nmany = 8\n"
        #expect(effects(text).suffix(2) == ["processes=8", "processes=2"])
    }

    @Test("come in order with options that act at once as well")
    func immediate() {
        let text = "listen = 9\ndeclare-option = wait=listen=$1\nwait = 5\nlisten = 7\nwait = 3\n"
        let expected = ["listen=9", "listen=5", "listen=7", "listen=3"]
        #expect(effects(text).filter { $0.hasPrefix("listen") } == expected)
    }

    @Test("give a meaning to keys above them once an inherited file has been read")
    func inherited() {
        let world = TestWorld(["/srv/base.ini": "[uwsgi]\ndeclare-option = late=processes=$1\n"])
        #expect(
            effects("late = 3\ninherit = base.ini\nthreads = 2\n", world).suffix(2) == ["processes=3", "threads=2"])
    }

    @Test("of declare-option2 act at once in what is inherited later")
    func secondKind() {
        let world = TestWorld(["/srv/base.ini": "[uwsgi]\nlate = %(n)\nthreads = 2\n"])
        let made = effects("declare-option2 = late=processes=$1\ninherit = base.ini\n", world)
        #expect(made.suffix(2) == ["processes=%(n)", "threads=2"])
    }

    @Test("may be as many as anybody wants")
    func count() {
        let lines = (0..<1500).map { "declare-option = o\($0)=env=A\($0)=$1\n" }.joined()
        #expect(effects(lines + "o1400 = x\n").last == "env=A1400=x")
    }

    @Test("with parts that are no options are errors in strict alone")
    func unknownPart() {
        let text = "declare-option = x=procesess=$1\nx = 1\n"
        #expect(settings("[uwsgi]\n" + text).problems.isEmpty)
        #expect(
            settings("[uwsgi]\nstrict = 1\n" + text).problems.contains {
                $0.contains("no option procesess, and strict is on; did you mean processes?")
            })
    }
}

@Suite("The environment within a configuration")
struct VariableTests {
    @Test("has what a declared option sets")
    func declared() {
        var world = TestWorld()
        world.variables = [("B", "old")]
        let text = "[uwsgi]\ndeclare-option = with=env=A=$1;unenv=B\nwith = 7\nx = $(A)\ny = $(B)\n"
        #expect(value("x", in: text, world) == "7")
        #expect(value("y", in: text, world) == "$(B)")
    }

    @Test("has what env sets only for what is inherited after it")
    func inherited() {
        let world = TestWorld(["/srv/base.ini": "[uwsgi]\nif-env = A\nfound = %(_)\nendif\n"])
        let text = "[uwsgi]\nx = $(A)\nenv = A=7\ninherit = base.ini\n"
        #expect(value("found", in: text, world) == "7")
        #expect(value("x", in: text, world) == "$(A)")
    }

    @Test("has nothing without a name")
    func nameless() {
        var world = TestWorld()
        world.variables = [("", "x")]
        #expect(value("found", in: "[uwsgi]\nif-env =\nfound = 1\nendif\n", world) == nil)
    }
}

@Suite("Files, as uWSGI finds them")
struct FileFactTests {
    @Test("an included file ends in .ini, and has no section after it", arguments: ["base.conf", "base.ini:part"])
    func ending(name: String) {
        let world = TestWorld(["/srv/base.conf": "[uwsgi]\nx=1\n", "/srv/base.ini": "[part]\nx=1\n"])
        let text = "[uwsgi]\ninclude = \(name)\n"
        #expect(value("x", in: text, world) == nil)
        #expect(
            settings(text, world).problems.first?.hasPrefix("site.ini:2: error: \(name): uWSGI includes only") == true)
        #expect(value("x", in: "[uwsgi]\nini = \(name)\n", world) == "1")
    }

    @Test("the output of a command is no file: it has no names, and is not the first")
    func command() {
        var world = TestWorld(["/srv/more.ini": "[uwsgi]\ny = %N\n"])
        world.outputs = ["make": "[uwsgi]\nx = %n-%N-%x\n[uwsgi]\nini = more.ini\n"]
        let sources: [IniLanguage.Source] = [.option(key: "ini", value: "exec://make", origin: .emperor)]
        let entries = IniLanguage.evaluate(sources, in: world).entries
        #expect(entries.map { "\($0.key)=\($0.value)" } == ["ini=exec://make", "x=--", "ini=more.ini", "y=more"])
    }

    @Test("%x stays as it was in the output of a command")
    func sectionOfCommand() {
        var world = TestWorld(["/srv/more.ini": "[part]\nini = exec://make\n"])
        world.outputs = ["make": "[uwsgi]\nx = %x\n"]
        #expect(value("x", in: "[uwsgi]\nini = more.ini:part\n", world) == "part")
    }

    @Test("a section of the last file may be one of a command's output, which runs again")
    func sectionAfterCommand() {
        var world = TestWorld()
        world.outputs = ["make": "[uwsgi]\na = 1\n[part]\nb = 2\n"]
        #expect(value("b", in: "[uwsgi]\nini = exec://make\nini = :part\n", world) == "2")
    }

    @Test("no name at all is no section of the last file")
    func noName() {
        #expect(settings("[uwsgi]\nini =\n").problems.first?.hasPrefix("site.ini:2: error: cannot read ") == true)
    }

    @Test("what an included file reads does not set the variables in capitals")
    func capitals() {
        let world = TestWorld([
            "/srv/inc.ini": "[uwsgi]\nini = deep.ini\n", "/srv/deep.ini": "[uwsgi]\nx = <%N>\n",
            "/srv/own.ini": "[uwsgi]\ny = <%N>\n",
        ])
        let sources: [IniLanguage.Source] = [
            .option(key: "include", value: "inc.ini", origin: .emperor), .file("own.ini"),
        ]
        let entries = IniLanguage.evaluate(sources, in: world).entries
        #expect(entries.first { $0.key == "x" }?.value == "<>")
        #expect(entries.first { $0.key == "y" }?.value == "<own>")
    }

    @Test("%O gets the section of the first file when that has been read")
    func firstName() {
        let world = TestWorld(["/srv/a.ini": "[part]\nx = %O\n", "/srv/b.ini": "[uwsgi]\ny = %O\n"])
        let entries = IniLanguage.evaluate([.file("a.ini:part"), .file("b.ini")], in: world).entries
        #expect(entries.first { $0.key == "x" }?.value == "a.ini")
        #expect(entries.first { $0.key == "y" }?.value == "a.ini:part")
    }

    @Test("an empty path is nothing", arguments: ["exists", "file", "dir"])
    func emptyPath(word: String) {
        var world = TestWorld(["": ""])
        world.directories = [""]
        #expect(value("x", in: "[uwsgi]\nif-\(word) =\nx = 1\nendif\n", world) == nil)
        #expect(value("x", in: "[uwsgi]\nif-not-\(word) =\nx = 1\nendif\n", world) == "1")
    }

    @Test("a colon counts whatever follows it")
    func colon() {
        let world = TestWorld(["/srv/base.ini": "[\u{301}a]\nx = 1\n"])
        #expect(value("x", in: "[uwsgi]\nini = base.ini:\u{301}a\n", world) == "1")
    }
}

@Suite("Lists of options")
struct OptionListTests {
    @Test("compare A to Z without case, and nothing else")
    func letters() {
        #expect(!settings("[uwsgi]\nblacklist = FOO\nfoo = 1\n").problems.filter { $0.contains("blacklist") }.isEmpty)
        #expect(settings("[uwsgi]\nblacklist = É\né = %(é2)\n").problems.filter { $0.contains("blacklist") }.isEmpty)
    }

    @Test("hold for placeholders too")
    func placeholders() {
        let problems = settings("[uwsgi]\nblacklist = base\nset-ph = base=1\n").problems
        #expect(problems == ["site.ini:3: error: the option base is forbidden here by blacklist (column 1)"])
    }
}
