/// Something that is done at a moment of the site's life (`hook-*`, `exec-*`).
public struct HookSettings: Hashable, Sendable {
    /// When.
    public var phase: HookPhase
    /// What.
    public var action: HookAction
    /// As it was written, for the log; nil where it is to be kept secret (`!`).
    public var text: String?
    /// Where it was written: what root does for a file depends on whose that is.
    public var origin: Origin
    /// `exec-*`, which comes after the hooks of its moment.
    public var isCommand = false

    /// Something to do at a moment.
    public init(phase: HookPhase, action: HookAction, text: String?, origin: Origin, isCommand: Bool = false) {
        self.phase = phase
        self.action = action
        self.text = text
        self.origin = origin
        self.isCommand = isCommand
    }
}

/// A moment of the site's life, as uWSGI names them.
public enum HookPhase: String, Hashable, Sendable, CaseIterable {
    case asap
    case preJail = "pre-jail"
    case postJail = "post-jail"
    case inJail = "in-jail"
    case asRoot = "as-root"
    case asUser = "as-user"
    case preApp = "pre-app"
    case postApp = "post-app"
    case masterStart = "master-start"
    case postFork = "post-fork"
    case accepting = "accepting"
    case accepting1 = "accepting1"
    case acceptingOnce = "accepting-once"
    case accepting1Once = "accepting1-once"
    case emperorStop = "emperor-stop"
    case emperorReload = "emperor-reload"
    case emperorLost = "emperor-lost"
    case atExit = "as-user-atexit"
    /// When a file is touched, which `touch-exec` and `hook-touch` name.
    case touch
}

/// What a hook does.
public enum HookAction: Hashable, Sendable {
    /// A shell command; its failure counts unless it is `safe`.
    case exec(String, isSafe: Bool)
    /// A shell script with arguments: what uWSGI does itself with files.
    case script(String, arguments: [String])
    /// A line in the log.
    case log(String)
    /// What comes after starts in this directory.
    case changeDirectory(String)
    /// What comes after has this variable.
    case setVariable(name: String, value: String)
    /// The site does not start.
    case exit(String)
    /// Nothing: it is so already.
    case nothing
}

extension HookPhase {
    /// Whether what comes after it is the application's start.
    var isBeforeApp: Bool {
        switch self {
        case .asap, .preJail, .postJail, .inJail, .asRoot, .asUser, .preApp: true
        case .postApp, .masterStart, .postFork, .accepting, .accepting1, .acceptingOnce, .accepting1Once: false
        case .emperorStop, .emperorReload, .emperorLost, .atExit, .touch: false
        }
    }
}

extension BesideSettings {
    /// What is done at a moment, in uWSGI's order: hooks, then commands.
    public func hooks(at phase: HookPhase) -> [HookSettings] {
        let all = hooks.filter { $0.phase == phase }
        return all.filter { !$0.isCommand } + all.filter(\.isCommand)
    }
}

extension Settings {
    /// Hooks before the application that change what it starts with are settings. `chdir` comes after all of them but those
    /// of `pre-app`, as in uWSGI.
    mutating func applyEarlyHooks() {
        let hasDirectory = app.directory != nil
        for hook in beside.hooks where hook.phase.isBeforeApp {
            switch hook.action {
            case .changeDirectory(let path): if hook.phase == .preApp || !hasDirectory { app.directory = path }
            case .setVariable(let name, let value): app.environment.append(.set(name: name, value: value))
            case .exec, .script, .log, .exit, .nothing: break
            }
        }
    }
}
