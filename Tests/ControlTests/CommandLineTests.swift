import ArgumentParser
import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct CommandLineTests {
    @Test(arguments: [
        ["--json", "--run-dir", "/r", "status", "blog"], ["status", "--json", "blog", "--run-dir", "/r"],
        ["--run-dir=/r", "status", "blog", "--json"],
    ])
    func globalOptionsStandBeforeOrAfterTheVerb(arguments: [String]) throws {
        let status = try #require(try EmperorControl.parseAsRoot(arguments) as? Status)
        #expect(status.global.json)
        #expect(status.global.runDir == "/r")
        #expect(status.sites == ["blog"])
    }

    @Test func waitingIsTheDefault() throws {
        let reload = try #require(try EmperorControl.parseAsRoot(["reload", "a", "b"]) as? Reload)
        #expect(reload.selection.sites == ["a", "b"])
        #expect(!reload.waiting.noWait)
        #expect(reload.waiting.deadline == nil)
    }

    @Test(arguments: [
        ["frobnicate"], ["reload"], ["reload", "--all", "blog"], ["reload", "blog", "--timeout", "soon"],
        ["reload", "blog", "--timeout=-1"], ["reload", "blog", "--timeout", "nan"], ["reopen"], ["check"],
        ["stop", "blog", "--socket", "s", "--run-dir", "r"], ["rescan", "blog"],
    ])
    func wrongUsageIsRefused(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try EmperorControl.parseAsRoot(arguments) }
        #expect(error.map { EmperorControl.exitCode(for: $0) } == .validationFailure)
    }
}
