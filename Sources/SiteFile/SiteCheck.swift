import Kernel
import Options

/// Everything that can be known of a site from its file and the disk, without starting it.
public struct SiteCheck: Sendable {
    /// What the language made of it.
    public let evaluation: Evaluation
    /// Its typed values.
    public let settings: Settings
    /// All problems, those of the language first.
    public let problems: [Problem]

    /// Whether it can be started.
    public var isUsable: Bool { !problems.containError }

    /// Evaluates a site's sources and looks at what they name.
    public init(_ sources: [IniLanguage.Source], in surroundings: LiveSurroundings) {
        evaluation = IniLanguage.evaluate(sources, in: surroundings)
        let made = Settings.make(from: evaluation)
        settings = made.settings
        var disk = DiskCheck(settings: made.settings, evaluation: evaluation, surroundings: surroundings)
        disk.run()
        problems = evaluation.problems + made.problems + disk.problems
    }

    /// Checks one ini file: `FILE` or `FILE:SECTION`.
    public init(file: String, in surroundings: LiveSurroundings) {
        self.init([.file(file)], in: surroundings)
    }
}
