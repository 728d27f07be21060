import Options
import Testing

@Suite("Logic")
struct LogicTests {
    private func lines(_ body: String, _ world: TestWorld = TestWorld()) -> [String] {
        evaluate("[uwsgi]\n\(body)\n", world).entries.filter { ["x", "y"].contains($0.key) }.map {
            "\($0.key)=\($0.value)"
        }
    }

    @Test(
        "repeats each line",
        arguments: [
            ("for = a  b\nx = %(_)\ny = <%(_)%(_)>\nendfor", ["x=a", "x=b", "y=<aa>", "y=<bb>"]),
            ("for-times = 2\nx = %(_)\nend-for", ["x=1", "x=2"]), ("for-times = -1\nx = 1\nendfor", []),
            ("for-readline = l.txt\nx = %(_)\nendfor", ["x=one", "x=", "x=two"]),
            ("for-glob = /srv/l.*\nx = %(_)\nendfor", ["x=/srv/l.txt"]), ("for =\nx = 1\nendfor\ny=2", ["y=2"]),
        ] as [(String, [String])])
    func loops(body: String, expected: [String]) {
        #expect(lines(body, TestWorld(["/srv/l.txt": "one\n\ntwo"])) == expected)
    }

    @Test(
        "keeps lines that hold",
        arguments: [
            ("if-env = A\nx = %(_)\nendif", "x=1"), ("if-env = A=1\nx = %(_)\nendif", "x=1"),
            ("if-env = A=2\nx = 1\nendif", ""),
            ("if-not-env = A=2\nx = %(_)\nendif", "x=1"), ("if-not-env = B\nx = %(_)\nendif", "x=%(_)"),
            ("ifenv = A\nx = 1\nend", "x=1"), ("if-opt = z\nx = 1\nendif\nz = 1", ""),
            ("z = 5\nif-opt = z=5\nx = %(_)\nendif", "x=5"),
            ("if-exists = l.txt\nx = %(_)\nendif", "x=l.txt"), ("if-file = /d\nx = 1\nendif", ""),
            ("if-dir = /d\nx = 1\nendif", "x=1"),
            ("if-not-dir = /e\nx = 1\nendif", "x=1"), ("if-hostname = holdout\nx = 1\nendif", "x=1"),
            ("if-hostname-match = ^hold\nx = 1\nendif", "x=1"), ("if-reload\nx = 1\nendif", ""),
            ("if-not-reload\nx = 1\nendif", "x=1"),
            ("if-plugin = python3\nx = 1\nendif", "x=1"), ("if-not-plugin = php\nx = 1\nendif", "x=1"),
            ("if-env = B\nx = 1\nelse\nx = 2\nendif", "x=2"), ("if-env = A\nx = 1\nelse\nx = 2\nendif", "x=1"),
        ])
    func conditions(body: String, expected: String) {
        var world = TestWorld(["/srv/l.txt": ""])
        world.variables = [("A", "1")]
        world.directories = ["/d"]
        #expect(lines(body, world).joined(separator: " ") == expected)
    }

    @Test("tests each line by itself, so that a line can end it")
    func perLine() {
        #expect(lines("if-not-opt = x\nx = 1\ny = 2\nendif") == ["x=1"])
    }

    @Test("has one level")
    func nesting() {
        let problems = settings("[uwsgi]\nif-reload =\nendif\nif-not-reload =\nif-env = A\nx = 1\nendif\n").problems
        #expect(problems.contains { $0.hasPrefix("site.ini:5: error: if-env within another") })
    }

    @Test("does not reach into an included file")
    func include() {
        let world = TestWorld(["/srv/inc.ini": "[uwsgi]\nx = 1\nendif\ny = 2\n"])
        #expect(lines("if-not-reload =\ninclude = inc.ini\nx = 3\nendif", world) == ["x=1", "y=2", "x=3"])
    }
}

@Suite("Words of the language")
struct WordTests {
    @Test("set options and placeholders")
    func set() {
        let made = settings(
            "[uwsgi]\nset = processes=5\nset-placeholder = base=/srv/x\nchdir = %(base)/y\nset-ph = q=1\n")
        #expect(made.settings.workers.count == 5)
        #expect(made.settings.app.directory == "/srv/x/y")
        #expect(made.problems.isEmpty)
    }

    @Test("refuse a placeholder with an option's name")
    func placeholder() {
        #expect(settings("[uwsgi]\nset-ph = master=1\n").problems.first?.contains("master is an option") == true)
    }

    @Test("declare options")
    func declare() {
        let made = settings(
            "[uwsgi]\ndeclare-option = site=socket=/run/$1.sock;processes=$2\nsite = blog 3\nprocesses = 4\n")
        #expect(made.settings.sockets.listens.map(\.text) == ["/run/blog.sock"])
        #expect(made.settings.workers.count == 4)
        #expect(made.problems.isEmpty)
        let later = settings("[uwsgi]\ndeclare-option2 = count=processes=$1\ncount = %(n)\nn = 6\n")
        #expect(later.settings.workers.count == 6)
    }

    @Test("forbid options")
    func lists() {
        let problems = settings("[uwsgi]\nblacklist = uid gid\nuid = root\nend-blacklist =\ngid = root\n").problems
        #expect(problems == ["site.ini:3: error: the option uid is forbidden here by blacklist (column 1)"])
    }

    @Test("take UWSGI_ variables as options, before everything else")
    func environment() {
        var world = TestWorld()
        world.variables = [("UWSGI_MAX_REQUESTS", "7"), ("UWSGI_EMPEROR_FD", "3"), ("UWSGI_HOME_DIR", "x")]
        let evaluation = evaluate("[uwsgi]\nmaster = 1\n", world)
        #expect(evaluation.entries.map(\.key) == ["max-requests", "home-dir", "ini", "master"])
        #expect(evaluation.entries.first?.origin == .environment("UWSGI_MAX_REQUESTS"))
        #expect(evaluation.problems.isEmpty)
    }

    @Test("take the emperor's defaults first, so that the file overrides them")
    func emperorDefaults() {
        let sources: [IniLanguage.Source] = [
            .option(key: "processes", value: "2", origin: .emperor),
            .option(key: "home", value: "/opt/v", origin: .emperor),
            .bytes(Array("[uwsgi]\nprocesses = 3\n".utf8), path: "/v/a.ini", section: nil),
        ]
        let evaluation = IniLanguage.evaluate(sources, in: TestWorld())
        let made = Settings.make(from: evaluation).settings
        #expect(made.workers.count == 3)
        #expect(made.app.home == "/opt/v")
        #expect(evaluation.origin(of: "virtualenv") == .emperor)
    }
}
