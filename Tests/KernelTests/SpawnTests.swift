import Foundation
import Kernel
import Testing

/// The few tests that start processes, one after the other. Nothing here reaps children that it did not start.
@Suite(.serialized) struct SpawnTests {
    private typealias Change = (inout SpawnRequest) -> Void

    private func shell(_ command: String, _ change: Change = { _ in }) throws -> Kernel.ExitStatus {
        var request = SpawnRequest("/bin/sh", arguments: ["sh", "-c", command], environment: [])
        change(&request)
        return try waitForExit(of: try spawn(request))
    }

    @Test func theExitCodeComesBack() throws {
        #expect(try shell("exit 42") == .exited(code: 42))
    }

    @Test func signalsAreAtTheirDefaultsAndUnblocked() throws {
        ignore(.brokenPipe)
        #expect(try shell("kill -PIPE $$") == .killed(by: .brokenPipe, dumpedCore: false))
    }

    @Test func aMissingProgramIsNamedWithTheCallThatFailed() {
        let error = #expect(throws: SystemError.self) {
            try spawn(SpawnRequest("/nonexistent/python", arguments: ["python"], environment: []))
        }
        #expect(error?.description == "execve: No such file or directory (starting /nonexistent/python)")
    }

    @Test func aMissingDirectoryIsToldApartFromAMissingProgram() {
        let error = #expect(throws: SystemError.self) { try shell("exit 0") { $0.directory = "/nonexistent" } }
        #expect(error?.call == "chdir")
    }

    @Test func theChildHasWhatWasGivenAndNothingElse() throws {
        let pipe = try makePipe()
        let stray = SharedDescriptor(owning: dup(pipe.read.raw))
        let command = "echo \"$GIVEN:$HOME:$(ulimit -n):$(umask):$PWD\"; test ! -e /proc/self/fd/\(stray.raw)"
        let status = try shell(command) {
            $0.environment = ["GIVEN=yes", "PATH=/usr/bin:/bin"]
            $0.directory = "/usr"
            $0.fileMask = 0o027
            $0.limits = [.openFiles(64)]
            $0.descriptors = [(pipe.write.raw, 1)]
        }
        #expect(status == .exited(code: 0))
        #expect(try readNow(pipe.read.raw) == Array("yes::64:0027:/usr\n".utf8))
    }

    @Test func descriptorsMayTradePlaces() throws {
        let first = try makePipe()
        let second = try makePipe()
        // Each is given the number that the other has here.
        let swapped = [(first.write.raw, second.write.raw), (second.write.raw, first.write.raw)]
        let command = "echo first >/proc/self/fd/\(second.write.raw); echo second >/proc/self/fd/\(first.write.raw)"
        #expect(try shell(command) { $0.descriptors = swapped } == .exited(code: 0))
        #expect(try readNow(first.read.raw) == Array("first\n".utf8))
        #expect(try readNow(second.read.raw) == Array("second\n".utf8))
    }

    @Test func failuresLeaveNoDescriptor() throws {
        let pipe = try makePipe()
        for _ in 0..<3 {
            #expect(throws: SystemError.self) {
                try spawn(
                    SpawnRequest(
                        "/nonexistent/x", arguments: ["x"], environment: [], descriptors: [(pipe.write.raw, 9)]))
            }
        }
        #expect(try openCount(like: pipe.read.raw) == 2)
    }

    @Test func aHeldProcessEndsOnItsSignalAndIsKnownToHaveGone() throws {
        let pid = try spawn(SpawnRequest("/bin/sleep", arguments: ["sleep", "600"], environment: []))
        let identity = try #require(ProcessIdentity(of: pid))
        let handle = try #require(try ProcessHandle(of: pid))
        #expect(identity.isAlive)
        #expect(try handle.send(.kill))
        #expect(try waitForExit(of: pid) == .killed(by: .kill, dumpedCore: false))
        #expect(!identity.isAlive)
        #expect(try !handle.send(.kill))
        #expect(try !identity.send(.kill))
    }

    @Test func aShellCommandsOutputIsCollected() throws {
        let output = try ShellCommand.output(
            of: "echo one; echo two", environment: [], directory: "/", within: .seconds(60))
        #expect(output == Array("one\ntwo\n".utf8))
    }

    @Test func aShellCommandThatRunsOutOfTimeIsKilled() throws {
        let error = #expect(throws: SystemError.self) {
            try ShellCommand.output(of: "sleep 600", environment: [], directory: "/", within: .zero)
        }
        #expect(error?.code == ETIMEDOUT)
    }

    @Test func aShellCommandThatPrintsTooMuchIsKilled() throws {
        let error = #expect(throws: SystemError.self) {
            try ShellCommand.output(of: "yes", environment: [], directory: "/", within: .seconds(60), limit: 1000)
        }
        #expect(error?.code == EFBIG)
    }
}
