import Options
import Testing

@Suite("Command line arguments")
struct ArgumentsTests {
    private func options(_ arguments: [String]) -> [String] {
        Arguments(arguments).options.map { source in
            guard case .option(let key, let value, _) = source else { return "?" }
            return "\(key)=\(value ?? "nil")"
        }
    }

    @Test(
        "are read by the table",
        arguments: [
            (["--master", "--processes", "4"], ["master=nil", "processes=4"]), (["--processes=4"], ["processes=4"]),
            (["--master=false"], ["master=false"]), (["-p4", "-M"], ["processes=4", "master=nil"]),
            (["-p", "4"], ["processes=4"]),
            (["-Mp4"], ["master=nil", "processes=4"]), (["-s", ":8000"], ["socket=:8000"]),
            (["-C"], ["chmod-socket=nil"]),
            (["-C660"], ["chmod-socket=660"]), (["--chmod-socket", "x.ini"], ["chmod-socket=nil"]),
            (["--env", "A=B=C"], ["env=A=B=C"]), (["--workers", "-1"], ["workers=-1"]),
        ] as [([String], [String])])
    func reading(arguments: [String], expected: [String]) {
        #expect(options(arguments) == expected)
        #expect(Arguments(arguments).problems.isEmpty)
    }

    @Test("operands may stand anywhere")
    func operands() {
        let read = Arguments(["a.ini", "--master", "b.ini:x", "--", "--c", "-d"])
        #expect(read.operands == ["a.ini", "b.ini:x", "--c", "-d"])
    }

    @Test(
        "that are wrong are errors",
        arguments: [
            (["--proceses", "4"], "there is no option --proceses; did you mean --processes?"),
            (["-%"], "there is no option -%"),
            (["--socket"], "--socket wants a value"), (["-p"], "-p wants a value"),
        ])
    func wrong(arguments: [String], says: String) {
        #expect(Arguments(arguments).problems.map(\.text) == [says])
        #expect(Arguments(arguments).problems.containError)
    }

    @Test("make a site, with the command line as origin")
    func site() {
        let read = Arguments([
            "--http-socket", ":8000", "--wsgi-file", "app.py", "--master", "-p", "4", "--chmod-socket",
        ])
        let evaluation = IniLanguage.evaluate(read.options, in: TestWorld())
        let made = Settings.make(from: evaluation)
        #expect(made.problems.isEmpty)
        #expect(made.settings.workers.count == 4)
        #expect(made.settings.app.file == "app.py")
        #expect(made.settings.sockets.mode == 0o666)
        #expect(made.settings.sockets.listens.first?.origin == .argument("--http-socket :8000"))
        #expect(evaluation.entries.first { $0.key == "master" }?.line == Array("master = true".utf8))
    }

    @Test("options of the file come after those before it, and references see all")
    func order() {
        let world = TestWorld(["/srv/a.ini": "[uwsgi]\nprocesses = %(n)\n"])
        let read = Arguments(["--processes", "2", "--set", "n=5", "--ini", "a.ini"])
        #expect(Settings.make(from: IniLanguage.evaluate(read.options, in: world)).settings.workers.count == 5)
    }
}
