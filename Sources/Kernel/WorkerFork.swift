import CLinux
import Glibc

/// On which side of `forkTwice` we came out.
public enum ForkSide: Sendable {
    case parent
    case grandchild
}

/// Forks a process that is not our child but that of the nearest subreaper (prctl(2) PR_SET_CHILD_SUBREAPER): the child
/// between leaves at once. Only for a thread that may fork at all; the caller sees to locks and hooks.
public func forkTwice() throws(SystemError) -> ForkSide {
    let child = try check("fork") { fork() }
    if child == 0 {
        let grandchild = fork()
        if grandchild == 0 { return .grandchild }
        _exit(grandchild > 0 ? 0 : errno)
    }
    var status: Int32 = 0
    try check("waitpid") { waitpid(child, &status, 0) }
    let code = (status >> 8) & 0xff
    if status & 0x7f != 0 || code != 0 {
        throw SystemError(call: "fork", code: code == 0 ? EINTR : code, purpose: "the second of two")
    }
    return .parent
}

/// Our own process id.
public func processID() -> Int32 {
    getpid()
}
