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
            "--emperor-freq=5", "--binary-path", "/opt/vassal", "/etc/vassals/",
        ])
        #expect(
            read
                == Setup(
                    vassals: "/etc/vassals", frequency: 5, presets: ["home=/opt/env", "processes=2"],
                    runDirectory: "/run/e", stateDirectory: "/var/e", program: "/opt/vassal"))
    }

    @Test func theDirectoryMayBeAnOption() throws {
        let read = try setup(["--emperor", "dir:///etc/vassals", "--run-dir", "/run/e", "--state-dir", "/var/e"])
        #expect(read.vassals == "/etc/vassals")
    }

    @Test func theProgramIsBesideUs() throws {
        #expect(try setup(["--run-dir", "/r", "--state-dir", "/s", "/v"]).program.hasSuffix("/vassal"))
    }

    @Test(arguments: [
        ["--no-such-option", "/v"], ["/v", "/w", "--run-dir", "/r", "--state-dir", "/s"],
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
