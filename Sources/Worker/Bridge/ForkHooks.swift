import CPython
import Kernel

/// Forks a worker with Python's own hooks around it (os.register_at_fork, the locks of imports and threads); the process
/// between runs no Python at all. In a worker it is as if the thread that forked had always been the only one.
func forkPython() throws(SystemError) -> ForkSide {
    PyOS_BeforeFork()
    let side: ForkSide
    do throws(SystemError) {
        side = try forkTwice()
    } catch {
        PyOS_AfterFork_Parent()
        throw error
    }
    switch side {
    case .parent: PyOS_AfterFork_Parent()
    case .grandchild: PyOS_AfterFork_Child()
    }
    return side
}
