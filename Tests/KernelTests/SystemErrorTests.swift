import Foundation
import Kernel
import Testing

@Suite struct SystemErrorTests {
    @Test func theCallTheReasonAndThePurposeAreNamed() {
        let error = SystemError(call: "bind", code: EADDRINUSE, purpose: "socket 127.0.0.1:8000")
        #expect(error.description == "bind: Address already in use (socket 127.0.0.1:8000)")
        #expect(SystemError(call: "fork", code: EAGAIN).description == "fork: Resource temporarily unavailable")
    }

    @Test func unknownNumbersStillHaveAReason() {
        #expect(SystemError(call: "x", code: 9999).reason.contains("9999"))
    }

    @Test func signalsHaveTheirNames() {
        #expect(Signal.terminate.description == "SIGTERM")
        #expect(Signal(40).description == "signal 40")
        #expect(ExitStatus.exited(code: 22).description == "exited with code 22")
        #expect(ExitStatus.killed(by: .kill, dumpedCore: true).description == "was killed by SIGKILL (core dumped)")
        #expect(
            ExitStatus.killedForMemory(.ofGroup(limit: nil)).description
                == "was killed by SIGKILL (out of memory: a cgroup above its own has no more)")
    }
}
