import CPython
import Kernel
import Protocol

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

    /// Takes note, from now on, of what `leftovers` could not see afterwards.
    func watchImport() {
        attempt { () throws(PythonRaised) in _ = try Interpreter.shared.support.call("watch_import") }
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

    /// The modules that are loaded, for the master; nil where it does not ask for them.
    func moduleList(_ order: AppOrder) -> SharedDescriptor? {
        guard order.tellsModules else { return nil }
        var found: [String] = []
        attempt { () throws(PythonRaised) in found = texts(try Interpreter.shared.support.call("module_files")) }
        let modules = stride(from: 0, to: found.count - 1, by: 2).map {
            LoadedModule(name: found[$0], path: found[$0 + 1])
        }
        return try? memoryFile("modules.json", holding: encodeMessage(modules))
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

    /// Makes threads able to tell their Python stacks.
    func threadReports() throws(SystemError) -> ThreadReports {
        let reports = try ThreadReports()
        attempt { () throws(PythonRaised) in
            let arguments = ["\(ThreadReports.signal.number)", "\(reports.file)"]
            _ = try Interpreter.shared.support.call("tell_stacks", arguments)
            reports.adoptHandler()
        }
        return reports
    }

    /// Callers for the cores of a worker; the first is for the calling thread, which holds the lock.
    func callers(_ apps: LoadedApps, _ order: AppOrder) -> [AppCaller] {
        do throws(PythonRaised) {
            var callers = [try AppCaller(apps, order, core: 0, lock: InterpreterLock())]
            for core in 1..<max(1, order.threads) {
                let lock = InterpreterLock(newThreadOf: currentInterpreter())
                callers.append(try AppCaller(apps, order, core: core, lock: lock))
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
