import Testing

@testable import Emperor

@Suite struct InvocationTests {
    private func setup(_ arguments: [String]) throws -> Setup {
        guard case .run(let setup, _) = Invocation(arguments) else {
            throw Refusal("\(arguments) is \(Invocation(arguments))")
        }
        return setup
    }

    @Test func theContractOfTheCommandLine() throws {
        let read = try setup([
            "--run-dir", "/run/e", "--state-dir=/var/e", "--vassal-set", "home=/opt/env", "--vassal-set=processes=2",
            "--emperor-freq=5", "--binary-path", "/opt/vassal", "/etc/vassals/", "/srv/*/site.ini",
        ])
        var expected = Setup()
        expected.patterns = [PathPattern("/etc/vassals", in: "/"), PathPattern("/srv/*/site.ini", in: "/")]
        expected.frequency = 5
        expected.defaults.before = ["home=/opt/env", "processes=2"]
        (expected.runDirectory, expected.stateDirectory) = ("/run/e", "/var/e")
        expected.program = "/opt/vassal"
        #expect(read == expected)
    }

    @Test func sourcesOfOptionsComeBeforeThoseOfTheCommandLine() throws {
        let read = try setup(places + ["/w", "--emperor", "dir:///v", "--emperor", "glob:///x/*.ini"])
        #expect(read.patterns.map(\.path) == ["/v", "/x/*.ini", "/w"])
    }

    /// The order of uWSGI's emperor, whatever that of the options.
    @Test func defaultsStandInUWSGIsOrder() throws {
        let read = try setup(
            places + [
                "--vassals-include=/ia.ini", "--vassals-inherit=/ha.ini", "--vassal-set=a=1",
                "--vassals-include-before=/ib.ini", "--vassals-inherit-before=/hb.ini",
            ])
        #expect(read.defaults.before == ["inherit=/hb.ini", "include=/ib.ini", "a=1"])
        #expect(read.defaults.after == ["inherit=/ha.ini", "include=/ia.ini"])
    }

    @Test func itStandsThereAsItsFileSays() throws {
        let read = try setup(
            places + ["--daemonize=/l/d.log", "--logto2=/l/u.log", "--pidfile=/p/a.pid", "--emperor-pidfile=/p/e.pid"])
        #expect(read.standing.daemonizes)
        #expect(read.standing.logPath == "/l/d.log" && read.standing.logPathOfUser == "/l/u.log")
        #expect(read.standing.pidfiles == ["/p/e.pid", "/p/a.pid"])
    }

    @Test func delaysAndTheirBounds() throws {
        let read = try setup(places + ["--emperor-throttle=2000", "--emperor-max-throttle=1000", "--ready-timeout=5"])
        #expect((read.starting.firstDelay, read.starting.longestDelay) == (2000, 2000))
        #expect(read.starting.readyTimeout == 5)
    }

    private let places = ["--run-dir", "/r", "--state-dir", "/s"]

    @Test func theProgramIsBesideUs() throws {
        #expect(try setup(["--run-dir", "/r", "--state-dir", "/s", "/v"]).program.hasSuffix("/vassal"))
    }

    @Test(arguments: [
        ["--no-such-option", "/v"],
        ["/v", "--state-dir", "/s", "--run-dir", "/" + String(repeating: "x", count: 90)],
    ])
    func wrongUsageIsRefused(arguments: [String]) {
        guard case .wrong(let problems) = Invocation(arguments), !problems.isEmpty else {
            Issue.record("\(arguments) is \(Invocation(arguments))")
            return
        }
    }

    @Test func placesByDefault() {
        let environment = ["XDG_RUNTIME_DIR": "/run/user/7", "HOME": "/home/ada"]
        #expect(Setup.Defaults.runDirectory(isRoot: true) { environment[$0] } == "/run/emperor")
        #expect(Setup.Defaults.runDirectory(isRoot: false) { environment[$0] } == "/run/user/7/emperor")
        #expect(Setup.Defaults.runDirectory(isRoot: false) { _ in nil } == nil)
        #expect(Setup.Defaults.stateDirectory(isRoot: true) { environment[$0] } == "/var/lib/emperor")
        #expect(Setup.Defaults.stateDirectory(isRoot: false) { environment[$0] } == "/home/ada/.local/state/emperor")
    }
}
