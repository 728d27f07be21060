/// What is done at moments of the site's life.
extension OptionTable {
    static var hookRows: [OptionRow] {
        HookPhase.allCases.filter { $0 != .touch }.map(hookRow)
            + HookPhase.allCases.filter(\.hasCommand).map(commandRow)
    }

    private static func hookRow(_ phase: HookPhase) -> OptionRow {
        .works(
            "hook-\(phase.rawValue)",
            is: .form({ HookForms.hook($0, at: phase) }) { settings, action, entry in
                let text = entry.value.hasPrefix("!") ? nil : entry.value
                settings.beside.hooks.append(
                    HookSettings(phase: phase, action: action, text: text, origin: entry.origin))
            }, repeats: true, help: "Does something \(phase.moment): ACTION:ARGUMENTS.")
    }

    private static func commandRow(_ phase: HookPhase) -> OptionRow {
        .works(
            "exec-\(phase.rawValue)",
            is: .form(HookForms.command) { settings, action, entry in
                settings.beside.hooks.append(
                    HookSettings(phase: phase, action: action, text: entry.value, origin: entry.origin, isCommand: true)
                )
            }, repeats: true, help: "Runs a command \(phase.moment).")
    }
}

extension HookPhase {
    /// Whether uWSGI has an `exec-` option for it.
    fileprivate var hasCommand: Bool {
        switch self {
        case .asap, .preJail, .postJail, .inJail, .asRoot, .asUser, .preApp, .postApp, .atExit: true
        case .masterStart, .postFork, .accepting, .accepting1, .acceptingOnce, .accepting1Once: false
        case .emperorStop, .emperorReload, .emperorLost, .touch: false
        }
    }

    /// When it is.
    fileprivate var moment: String {
        switch self {
        case .asap: "when the master starts, before everything else"
        case .preJail, .postJail, .inJail: "when the master starts"
        case .asRoot: "as root when the master starts, for a file that belongs to root"
        case .asUser: "before each generation starts"
        case .preApp: "just before the application is loaded"
        case .postApp: "when the application was loaded"
        case .masterStart: "when the first application was loaded"
        case .postFork: "when a worker was forked"
        case .accepting: "when a worker serves"
        case .accepting1: "when the first worker of a generation serves"
        case .acceptingOnce: "when a worker of the first generation serves"
        case .accepting1Once: "when the first worker of the first generation serves"
        case .emperorStop: "when the emperor stops the site"
        case .emperorReload: "when the emperor reloads the site"
        case .emperorLost: "when the emperor has gone"
        case .touch: "when a file is touched"
        case .atExit: "when the last worker of a generation has ended"
        }
    }
}
