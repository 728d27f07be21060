import Kernel
import Options
import Protocol

/// Finds the python executable that a site runs in. What it is, only it can say: the bootstrap asks it first.
enum Interpreter {
    /// The executable of `home`, of `python`, or the first python3 on PATH that we may run: that of
    /// the version which a plugin was built for.
    static func find(_ settings: AppSettings, directory: String, path: String) throws(StartProblem) -> String {
        if let home = settings.home { return try inHome(absolute(home, directory)) }
        if let python = settings.interpreter { return try named(python, directory: directory, path: path) }
        let reason = settings.versionOfPlugin.map { "plugin: it is one for Python \($0)" }
        return try onPath(settings.usualInterpreter, path, wantedBy: reason ?? "no home and no python is set")
    }

    private static func inHome(_ home: String) throws(StartProblem) -> String {
        guard let facts = try facts(home) else {
            throw StartProblem(.python, "home: there is no virtualenv \(home); make one with: python3 -m venv \(home)")
        }
        guard facts.kind == .directory else { throw StartProblem(.python, "home: \(home) is not a directory") }
        for name in ["python", "python3"] {
            let executable = "\(home)/bin/\(name)"
            guard try isThere(executable) else { continue }
            return try runnable(executable, option: "home")
        }
        throw StartProblem(.python, "home: \(home) is no virtualenv: it has no bin/python")
    }

    private static func named(_ name: String, directory: String, path: String) throws(StartProblem) -> String {
        if !name.contains("/") { return try onPath(name, path, wantedBy: "python = \(name)") }
        let executable = absolute(name, directory)
        guard try isThere(executable) else { throw StartProblem(.python, "python: there is no \(executable)") }
        return try runnable(executable, option: "python")
    }

    private static func onPath(_ name: String, _ path: String, wantedBy reason: String) throws(StartProblem) -> String {
        for directory in path.split(separator: ":") {
            let executable = "\(directory)/\(name)"
            if let facts = try? facts(executable), facts.kind == .regular, mayExecute(executable) { return executable }
        }
        throw StartProblem(.python, "\(reason), and PATH (\(path)) has no \(name) that this user may run")
    }

    /// A link that leads nowhere is there, and cannot be run.
    private static func runnable(_ executable: String, option: String) throws(StartProblem) -> String {
        guard let facts = try facts(executable) else {
            let target = (try? readLink(executable)) ?? "?"
            throw StartProblem(
                .python,
                "\(option): \(executable) is a dangling link to \(target): the Python that made this virtualenv "
                    + "is gone; make the virtualenv anew")
        }
        guard facts.kind == .regular, mayExecute(executable) else {
            throw StartProblem(.python, "\(option): \(executable) cannot be executed by uid \(Identity.current.uid)")
        }
        return executable
    }

    private static func isThere(_ path: String) throws(StartProblem) -> Bool {
        try facts(path, followLinks: false) != nil
    }

    private static func facts(_ path: String, followLinks: Bool = true) throws(StartProblem) -> FileFacts? {
        do throws(SystemError) {
            return try FileFacts(path: path, followLinks: followLinks)
        } catch {
            throw StartProblem(.python, "\(error)")
        }
    }

    private static func absolute(_ path: String, _ directory: String) -> String {
        path.hasPrefix("/") ? path : directory + "/" + path
    }
}
