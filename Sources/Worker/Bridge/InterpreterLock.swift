import CPython
import Kernel

/// One thread's hold on the interpreter. Threads of a worker take it for the Python part of a request and let it go
/// wherever they wait, so that the app's own threads run.
final class InterpreterLock {
    /// The thread's state while it does not hold the lock.
    private var parked: OpaquePointer?
    private let interpreter: OpaquePointer?

    /// For the thread that holds the lock now.
    init() {
        interpreter = nil
    }

    /// For a thread that is yet to start, and has to `beginThread` before anything else.
    init(newThreadOf interpreter: OpaquePointer?) {
        self.interpreter = interpreter
    }

    /// Makes the calling thread one of the interpreter's. Python ties a thread's state to the thread that makes it; where
    /// it finds none (PyGILState_Ensure, in a callback of some C library) it makes another one, and waits for itself.
    func beginThread() {
        if let interpreter { parked = PyThreadState_New(interpreter) }
    }

    /// Waits for the lock.
    func take() {
        guard let state = parked else { return }
        parked = nil
        PyEval_RestoreThread(state)
    }

    /// Lets others run Python.
    func letGo() {
        if parked == nil { parked = PyEval_SaveThread() }
    }

    /// Does something that may take its time; afterwards the lock is held if it was before.
    func without<Result>(_ body: () -> Result) -> Result {
        if parked != nil { return body() }
        letGo()
        defer { take() }
        return body()
    }
}

extension InterpreterLock {
    /// A call that cannot block is not worth letting go of the lock, unless other threads of ours wait for it.
    @inline(__always)
    func whileSending(isThreaded: Bool, _ body: () -> Transfer) -> Transfer {
        isThreaded ? without(body) : body()
    }
}

/// The interpreter of the calling thread, which holds its lock.
func currentInterpreter() -> OpaquePointer? {
    PyInterpreterState_Get()
}
