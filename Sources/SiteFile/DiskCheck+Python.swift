import Kernel
import Options

/// Whether the interpreter that a site names can be executed.
extension DiskCheck {
    mutating func checkPython() {
        if let home = settings.app.home { return checkHome(surroundings.absolute(home)) }
        guard let interpreter = settings.app.interpreter, interpreter.contains("/") else { return }
        checkExecutable(surroundings.absolute(interpreter), option: "python")
    }

    private mutating func checkHome(_ home: String) {
        switch look(at: home) {
        case .found(.directory): checkExecutable(interpreter(of: home), option: "home")
        case .found: error("home", "\(home) is not a directory; name the virtualenv itself")
        case .missing: error("home", "there is no virtualenv \(home); make it with python3 -m venv \(home)")
        case .unreadable(let reason): unreadable("home", "cannot look at \(home): \(reason)")
        }
    }

    /// `bin/python`, or `bin/python3` where there is no other, as in a system's prefix.
    private func interpreter(of home: String) -> String {
        let usual = "\(home)/bin/python"
        let hasUsual = (try? readLink(usual)) != nil || may(mayExecute, usual)
        return !hasUsual && may(mayExecute, "\(home)/bin/python3") ? "\(home)/bin/python3" : usual
    }

    private mutating func checkExecutable(_ path: String, option: String) {
        switch look(at: path) {
        case .found(.regular):
            if !may(mayExecute, path) { unreadable(option, "\(userText) may not execute \(path)") }
        case .found: error(option, "\(path) is not a program")
        case .missing: reportMissing(path, option)
        case .unreadable(let reason): unreadable(option, "cannot look at \(path): \(reason)")
        }
    }

    private mutating func reportMissing(_ path: String, _ option: String) {
        guard let target = try? readLink(path) else {
            return error(option, "there is no \(path)")
        }
        error(
            option,
            "\(path) is a link to \(target), which leads nowhere: its Python was removed; make the virtualenv anew")
    }
}
