import CPython
import Kernel
import Protocol

/// Why there is no app: one line.
struct AppProblem: Error {
    let text: String
}

/// What zygote and workers have the interpreter do, apart from requests. The caller holds the interpreter's lock.
struct PythonHost {
    /// "3.11.2".
    let version: String

    init() throws(PythonRaised) {
        let text = try Interpreter.shared.support.call("version")
        version = describe(text.object)
    }

    /// sys.argv and sys.path as uWSGI has them.
    func prepare(_ order: AppOrder) {
        let arguments = [order.arguments, order.pythonPath].map { $0.joined(separator: "\0") }
        attempt { () throws(PythonRaised) in _ = try Interpreter.shared.support.call("prepare", arguments) }
    }

    /// Imports the app. A traceback was printed by Python when this throws. Where the site can do without its app, one
    /// that answers 500 takes its place.
    func loadApp(_ order: AppOrder) throws(AppProblem) -> LoadedApp {
        let found: (app: LoadedApp?, problem: String)
        do throws(PythonRaised) {
            found = try findApp(order)
        } catch {
            Interpreter.shared.support.showException()
            throw AppProblem(text: "the app could not be looked for")
        }
        guard let app = found.app else { throw AppProblem(text: found.problem) }
        return app
    }

    private func findApp(_ order: AppOrder) throws(PythonRaised) -> (LoadedApp?, String) {
        let support = Interpreter.shared.support
        let result = try support.call("load_app", [order.module ?? "", order.wsgiFile ?? "", order.callable ?? ""])
        let problem = describe(PyTuple_GetItem(result.object, 1))
        if problem.isEmpty, let app = PyTuple_GetItem(result.object, 0) {
            return (LoadedApp(object: Reference(to: app).release()), "")
        }
        if order.needApp { return (nil, problem) }
        return (LoadedApp(object: try support.member("answer_without_app").release()), problem)
    }

    /// What the import left behind that workers will not have, or will share; one sentence each.
    func leftovers(channel: Int32) -> [String] {
        var found: [String] = []
        attempt { () throws(PythonRaised) in
            let list = try Interpreter.shared.support.call("leftovers", ["\(channel)"])
            found = texts(list)
        }
        return found
    }

    /// Collects garbage, and has the collector leave alone what is there now: it stays shared with the workers.
    func freeze() {
        attempt { () throws(PythonRaised) in _ = try Interpreter.shared.support.call("freeze") }
    }

    /// Has Python forget the handlers of the signals that end a worker. What it believes matters: asyncio.run puts back
    /// what it finds there.
    func dropSignalHandlers() {
        attempt { () throws(PythonRaised) in _ = try Interpreter.shared.support.call("drop_signal_handlers") }
    }

    /// Callers for the cores of a worker; the first is for the calling thread, which holds the lock.
    func callers(_ app: LoadedApp, _ order: AppOrder) -> [AppCaller] {
        do throws(PythonRaised) {
            var callers = [try AppCaller(app, order, core: 0, lock: InterpreterLock())]
            for core in 1..<max(1, order.threads) {
                let lock = InterpreterLock(newThreadOf: currentInterpreter())
                callers.append(try AppCaller(app, order, core: core, lock: lock))
            }
            // They live as long as the process: only a thread that holds the lock could give their objects back.
            for caller in callers { _ = Unmanaged.passRetained(caller) }
            return callers
        } catch {
            Interpreter.shared.support.showException()
            endProcess(1)
        }
    }

    /// Runs Python's exit functions and ends the process with code 0, in that time at the latest.
    func end(within limit: Duration) -> Never {
        try? startThread {
            sleepThread(milliseconds: limit.millisecondsRoundedUp)
            writeLine(
                "pid \(processID()): exit functions or threads of the app still run after \(limit.inSeconds) s: ended")
            endProcess(0)
        }
        attempt { () throws(PythonRaised) in _ = try Interpreter.shared.support.call("run_exit_functions") }
        endProcess(0)
    }

    private func attempt(_ body: () throws(PythonRaised) -> Void) {
        do throws(PythonRaised) {
            try body()
        } catch {
            Interpreter.shared.support.showException()
        }
    }
}
