import Options
import Testing

@Suite("The lines of an ini file")
struct IniSyntaxTests {
    @Test("are trimmed, split at the first =, and may lack one")
    func lines() {
        let text = "[uwsgi]\r\n  a =\tx = y \r\n\tkey only \n=nameless\nlast=\"q\" ; note"
        let entries = evaluate(text).entries.dropFirst().map { "\($0.key)|\($0.value)" }
        #expect(entries == ["a|x = y", "key only|", "|nameless", "last|\"q\" ; note"])
    }

    @Test("know where they stand")
    func origins() {
        let entries = evaluate("; c\n[uwsgi]\n\nmaster = 1\n").entries
        #expect(entries.last?.origin.description == "site.ini:4")
    }

    @Test("of the section asked for count alone, in all its parts")
    func sections() {
        let world = TestWorld(["/srv/s.ini": "x=0\n[a]\nx=1\n[b]\nx=2\n[a]\ny=3\n"])
        let entries = IniLanguage.evaluate(file: "s.ini:a", in: world).entries.dropFirst()
        #expect(entries.map(\.key) == ["x", "y"])
    }

    @Test("may follow a BOM, and a section line a note")
    func kindness() {
        #expect(value("processes", in: "\u{feff}[uwsgi]\nprocesses = 3\n") == "3")
        #expect(value("processes", in: "[uwsgi] ; the site\nprocesses = 3\n") == "3")
        #expect(
            settings("[uwsgi] ; the site\nprocesses = 3\n").problems.first?.hasPrefix("site.ini:1: warning: the note")
                == true)
    }

    @Test("are not joined by a percent sign at their end")
    func percentAtEnd() {
        let text = "[uwsgi]\npct = 50%\nnext = aa\n"
        #expect(value("pct", in: text) == "50%")
        #expect(value("next", in: text) == "aa")
        #expect(settings(text).problems.contains { $0.hasPrefix("site.ini:2: warning: % at the end") })
    }

    @Test("are kept byte for byte")
    func bytes() {
        var world = TestWorld()
        world.files["/srv/latin.ini"] = Array("[uwsgi]\nname = caf".utf8) + [0xe9, 0x0a]
        let entry = IniLanguage.evaluate(file: "latin.ini", in: world).entries.last
        #expect(entry?.line == Array("name = caf".utf8) + [0xe9])
    }
}

@Suite("Magic variables")
struct MagicVariableTests {
    @Test(
        "stand for the file's names and the machine",
        arguments: [
            ("%n", "site"), ("%s", "site.ini"), ("%e", "ini"), ("%d", "/srv/"), ("%c", "srv"), ("%p", "/srv/site.ini"),
            ("%o", "site.ini"), ("%0", "srv"), ("%1", ""), ("%x", ""), ("%v", "/srv"), ("%h", "holdout"), ("%k", "2"),
            ("%u", "33"), ("%U", "www-data"), ("%t", "1700000000"), ("%T", "1700000000123456"), ("%i", "4711"),
            ("%%", "%"), ("%N-%D", "site-/srv/"), ("%[", "\u{1b}"), ("a%qb", "ab"), ("%b", "/usr/bin/vassal"),
        ])
    func table(text: String, expected: String) {
        #expect(value("x", in: "[uwsgi]\nx = \(text)\n") == expected)
    }

    @Test("hash the path with signed bytes, as uWSGI does")
    func hash() {
        #expect(value("x", in: "[uwsgi]\nx = %j\n") == "99A91A89")
    }

    @Test("of an included file are its own, those in capitals the first file's")
    func include() {
        let world = TestWorld(["/srv/inc.ini": "[uwsgi]\nlow = %n\nup = %N\n"])
        #expect(value("low", in: "[uwsgi]\ninclude = inc.ini\n", world) == "inc")
        #expect(value("up", in: "[uwsgi]\ninclude = inc.ini\n", world) == "site")
    }

    @Test("that do not exist are deleted with a warning")
    func unknown() {
        let problems = settings("[uwsgi]\nlog-format = %Y\n# 100%Y\n").problems
        #expect(problems.contains { $0.hasPrefix("site.ini:2: warning: %Y is no variable") })
        #expect(!problems.contains { $0.contains(":3:") })
    }
}

@Suite("References")
struct ReferenceTests {
    @Test(
        "are replaced, with arithmetic from left to right",
        arguments: [
            ("%(a)", "4"), ("%(b)/x", "/base/x"), ("%(a + 3 * 2)", "14"), ("%(a a)", "44"), ("%(a ++)", "5"),
            ("%(a --)", "3"),
            ("%(9 / 0)", "0"), ("%(9 / 2)", "4"), ("%(a * %k)", "8"), ("%(nope)", "%(nope)"), ("%()", "%()"),
            ("x%(%(c))", "x4"), ("%(%(c))", "%(a)"),
            ("%(missing + 1)", "1"), ("x%(d)", "xx4"), ("$(HOME)", "/home/app"), ("$(NOPE)", "$(NOPE)"),
            ("$(EMPTY)$(HOME)", "$(HOME)"), ("<@(f.txt)>", "<line>"), ("@(exec://date)", "today"),
            ("%(9223372036854775807 + 1)", "-9223372036854775808"),
        ])
    func table(text: String, expected: String) {
        var world = TestWorld(["/srv/f.txt": "line\n"])
        world.variables = [("HOME", "/home/app"), ("EMPTY", "")]
        world.outputs = ["date": "today\n"]
        #expect(value("t", in: "[uwsgi]\na=4\nb=/base\nc=a\nd=x%(a)\nt = \(text)\n", world) == expected)
    }

    @Test("stand for the first value of a repeated key, wherever it stands")
    func first() {
        #expect(value("t", in: "[uwsgi]\nt = /%(k)\nk=1\nk=2\n") == "/1")
    }

    @Test("stay in options that act at once, and in inherited ones")
    func unexpanded() {
        let world = TestWorld(["/srv/base.ini": "[uwsgi]\nlater = /%(k)\n"])
        let text = "[uwsgi]\nk = 1\nlisten = %(k)\ninherit = base.ini\n"
        #expect(value("listen", in: text, world) == "%(k)")
        #expect(value("later", in: text, world) == "/%(k)")
    }

    @Test(
        "to themselves are errors that name the cycle",
        arguments: [
            ("a = x%(a)\n", "a -> a"), ("a = x%(b)\nb = y%(c)\nc = z%(a)\n", "a -> b -> c -> a"),
            ("a = %(a)\n", "a -> a"),
        ])
    func cycles(text: String, chain: String) {
        let problems = settings("[uwsgi]\n" + text).problems.filter { $0.contains(": error: ") }
        #expect(problems.count == 1)
        #expect(problems.first?.contains("refers to itself: \(chain) (uWSGI would never end)") == true)
    }

    @Test("to a missing file are errors")
    func missingFile() {
        #expect(
            settings("[uwsgi]\na = @(/none)\n").problems.contains {
                $0.hasPrefix("site.ini:2: error: cannot read @(/none)")
            })
    }

    @Test("through the environment come to an end")
    func endlessVariable() {
        var world = TestWorld()
        world.variables = [("LOOP", "x$(LOOP)$(LOOP)")]
        #expect(settings("[uwsgi]\na = $(LOOP)\n", world).problems.contains { $0.contains("cannot be expanded") })
    }
}

@Suite("Files within files")
struct IncludeTests {
    @Test("sections of the last file, and of others, are read in place")
    func sections() {
        let world = TestWorld(["/srv/other.ini": "[extra]\nb = %x\n"])
        let entries = evaluate("[uwsgi]\nini = :base\nini = other.ini:extra\nc=3\n[base]\na=1\n", world).entries
        #expect(entries.map(\.key) == ["ini", "ini", "a", "ini", "b", "c"])
        #expect(entries.first { $0.key == "b" }?.value == "extra")
    }

    @Test("inherited ones override, with a warning")
    func inherit() {
        let world = TestWorld(["/srv/base.ini": "[uwsgi]\nprocesses = 8\n"])
        let made = settings("[uwsgi]\ninherit = base.ini\nprocesses = 2\n", world)
        #expect(made.settings.workers.count == 8)
        #expect(made.problems.contains { $0.hasPrefix("site.ini:3: warning: processes = 2 is overridden by 8") })
    }

    @Test("that include each other are an error that names them")
    func cycle() {
        let world = TestWorld(["/srv/a.ini": "[uwsgi]\ninclude = b.ini\n", "/srv/b.ini": "[uwsgi]\ninclude = a.ini\n"])
        let problems = settings("[uwsgi]\ninclude = a.ini\n", world).problems
        #expect(
            problems.contains {
                $0.contains("files that include each other: ") && $0.contains("a.ini -> b.ini")
            })
    }

    @Test("are listed, so that they can be watched")
    func files() {
        let world = TestWorld(["/srv/a.ini": "[uwsgi]\n"])
        #expect(evaluate("[uwsgi]\ninclude = a.ini\ninclude = a.ini\n", world).files == ["site.ini", "a.ini"])
    }

    @Test("given bytes stand for the file, and for its sections")
    func bytes() {
        let bytes = Array("[uwsgi]\nini = :more\n[more]\nx = %n\n".utf8)
        let evaluation = IniLanguage.evaluate([.bytes(bytes, path: "/none/blog.ini", section: nil)], in: TestWorld())
        #expect(evaluation.entries.last?.value == "blog")
        #expect(evaluation.entries.last?.origin.description == "/none/blog.ini:4")
    }
}
