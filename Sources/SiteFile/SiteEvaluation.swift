import Kernel
import Options

/// A configuration evaluated on the real machine, with `exec://` run as whom the site is to run as.
public enum SiteEvaluation {
    /// Evaluates sources. Root does not run the commands of a file: where the file gives a user, they run as that user. So
    /// it is read without them first, and again with them when there were any.
    public static func evaluate(_ sources: [IniLanguage.Source], in surroundings: LiveSurroundings) -> Evaluation {
        guard case .asOurselves = surroundings.commands, Identity.current.uid == 0 else {
            return IniLanguage.evaluate(sources, in: surroundings)
        }
        let asked = CommandsAsked()
        let first = IniLanguage.evaluate(sources, in: surroundings.running(.later(asked)))
        guard asked.any else { return first }
        return IniLanguage.evaluate(sources, in: surroundings.running(commands(of: first)))
    }

    private static func commands(of evaluation: Evaluation) -> LiveSurroundings.Commands {
        let settings = Settings.make(from: evaluation).settings
        do {
            return try Accounts.identity(settings.identity).map { .as($0) } ?? .asOurselves
        } catch {
            return .refused("\(error), and commands run as the site's user")
        }
    }
}

/// Notes that a configuration wanted a command run.
public final class CommandsAsked {
    /// Whether it did.
    public fileprivate(set) var any = false

    func note() { any = true }
}
