import CLinux
import Glibc

/// How a process ended (wait(2)).
public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    case exited(code: Int32)
    case killed(by: Signal, dumpedCore: Bool)
    /// By SIGKILL, from the kernel.
    case killedForMemory(MemoryShortage)

    /// "exited with code 22", "was killed by SIGKILL".
    public var description: String {
        switch self {
        case .exited(let code): "exited with code \(code)"
        case .killed(let signal, let dumpedCore): "was killed by \(signal)\(dumpedCore ? " (core dumped)" : "")"
        case .killedForMemory(let shortage): "was killed by SIGKILL (\(shortage))"
        }
    }
}

/// Takes one ended child from the kernel, if there is one.
public func reapChild() -> (pid: Int32, status: ExitStatus)? {
    var info = siginfo_t()
    guard waitid(P_ALL, 0, &info, WEXITED | WNOHANG) == 0 else { return nil }
    let pid = info._sifields._sigchld.si_pid
    return pid == 0 ? nil : (pid, exitStatus(of: info))
}

/// Waits for one child to end. For programs without a loop; others learn it from theirs.
public func waitForExit(of pid: Int32) throws(SystemError) -> ExitStatus {
    var info = siginfo_t()
    try check("waitid", for: "process \(pid)") { waitid(P_PID, id_t(bitPattern: pid), &info, WEXITED) }
    return exitStatus(of: info)
}

private func exitStatus(of info: siginfo_t) -> ExitStatus {
    let detail = info._sifields._sigchld.si_status
    switch info.si_code {
    case CLD_EXITED_CODE: return .exited(code: detail)
    default: return .killed(by: Signal(detail), dumpedCore: info.si_code == CLD_DUMPED_CODE)
    }
}

private let CLD_EXITED_CODE = Int32(CLD_EXITED)
private let CLD_DUMPED_CODE = Int32(CLD_DUMPED)

/// Makes this process the parent of descendants whose own parents have gone (prctl(2) PR_SET_CHILD_SUBREAPER).
public func becomeSubreaper() throws(SystemError) {
    try check("prctl", for: "becoming a subreaper") { cl_prctl(PR_SET_CHILD_SUBREAPER, 1) }
}

/// This process.
public func currentProcess() -> Int32 {
    getpid()
}
