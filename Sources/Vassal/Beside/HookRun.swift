import Kernel
import Options

/// What is done at one moment of the site's life, one thing after the other, until something fails.
final class HookRun {
    /// The generation that it belongs to; nil where it is the site's.
    let generation: Int?
    /// The command that runs.
    private(set) var process: HelperProcess?
    private let log: SiteLog
    private var left: [HookSettings]
    private var isKilled = false
    /// Nobody waits for how it goes.
    private(set) var isForsaken = false
    private let spawn: (_ command: [String], _ name: String) throws(SystemError) -> HelperProcess
    /// Called once, with what failed.
    private var then: ((HookRun, String?) -> Void)?

    /// Nothing is done before `next`.
    init(
        _ hooks: [HookSettings], generation: Int?, log: SiteLog,
        spawn: @escaping (_ command: [String], _ name: String) throws(SystemError) -> HelperProcess,
        then: @escaping (HookRun, String?) -> Void
    ) {
        left = hooks
        self.generation = generation
        self.log = log
        self.spawn = spawn
        self.then = then
    }

    /// Does what is next.
    func next() {
        while process == nil {
            guard let hook = left.first else { return end(nil) }
            log.say("\(hook.title): \(hook.text ?? "(not shown)")")
            if let problem = perform(hook) { return end("\(hook.origin): \(hook.title) \(problem)") }
            if process == nil { left.removeFirst() }
        }
    }

    /// Begins it; returns why that is not possible.
    private func perform(_ hook: HookSettings) -> String? {
        switch hook.action {
        case .exec(let command, _): return begin(HelperStart.shell(command), hook)
        case .script(let text, let arguments): return begin(HelperStart.shell(text) + ["sh"] + arguments, hook)
        case .log(let text):
            log.say(text)
            return nil
        case .exit: return "ends the site"
        case .changeDirectory, .setVariable, .nothing: return nil
        }
    }

    private func begin(_ command: [String], _ hook: HookSettings) -> String? {
        do throws(SystemError) {
            process = try spawn(command, hook.title)
            return nil
        } catch {
            return "could not be started: \(error)"
        }
    }

    /// The command has ended.
    func ended(_ status: ExitStatus) {
        process?.letGo()
        process = nil
        guard let hook = left.first else { return }
        left.removeFirst()
        let isGood = status == .exited(code: 0) || hook.action.isSafe
        if status != .exited(code: 0) { log.say("\(hook.title) \(status): \(hook.text ?? "(not shown)")") }
        if isKilled || !isGood { return end("\(hook.origin): \(hook.title) \(status)") }
        next()
    }

    /// Nothing more is begun, and what runs is told to end; but what is done at the end has its time.
    func stop() {
        if left.first?.phase == .atExit { return }
        isKilled = true
        _ = try? process?.signal(.terminate)
    }

    func kill() {
        isKilled = true
        _ = try? process?.signal(.kill)
    }

    /// Nobody waits for it any more.
    func forsake() {
        isForsaken = true
        kill()
    }

    private func end(_ problem: String?) {
        let then = then
        self.then = nil
        then?(self, problem)
    }
}

extension HookSettings {
    /// The name of its option.
    var title: String { "\(isCommand ? "exec" : "hook")-\(phase.rawValue)" }
}

extension HookAction {
    /// Whether its failure does not count.
    fileprivate var isSafe: Bool {
        if case .exec(_, isSafe: true) = self { return true }
        return false
    }
}
