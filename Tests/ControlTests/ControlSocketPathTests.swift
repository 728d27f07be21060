import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct ControlSocketPathTests {
    private func path(
        socket: String? = nil, runDirectory: String? = nil, uid: UInt32 = 1000, _ environment: [String: String] = [:]
    ) throws(Refusal) -> String {
        try controlSocketPath(socket: socket, runDirectory: runDirectory, uid: uid) { environment[$0] }
    }

    @Test func optionsCountMoreThanTheEnvironment() throws {
        let named = ["EMPEROR_SOCKET": "/e", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(try path(socket: "s", named) == "s")
        #expect(try path(runDirectory: "/r", named) == "/r/control.sock")
        #expect(try path(named) == "/e")
    }

    @Test func theDefaultDependsOnWhoAsks() throws {
        #expect(try path(uid: 0, ["EMPEROR_SOCKET": ""]) == "/run/emperor/control.sock")
        #expect(try path(["XDG_RUNTIME_DIR": "/run/user/1000"]) == "/run/user/1000/emperor/control.sock")
    }

    @Test func withoutADefaultTheOptionsAreNamed() {
        let refusal = #expect(throws: Refusal.self) { try path(["XDG_RUNTIME_DIR": ""]) }
        #expect(refusal?.ending.code == .usage)
        #expect(refusal?.ending.text.contains("--run-dir") == true)
    }
}
