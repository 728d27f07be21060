import Kernel
import Options

/// Everything that can be known of a site from its file and the disk, without starting it.
public struct SiteCheck: Sendable {
    /// What the language made of it.
    public let evaluation: Evaluation
    /// Its typed values.
    public let settings: Settings
    /// All problems, those of the file itself in the order of its lines, then what lies elsewhere.
    public let problems: [Problem]

    /// Whether the file itself is in order, whatever the disk lacks.
    public let isUnderstood: Bool

    /// Whether it can be started.
    public var isUsable: Bool { !problems.containError }

    /// Evaluates a site's sources and looks at what they name.
    public init(
        _ sources: [IniLanguage.Source], for role: OptionRow.Scope = .site, in surroundings: LiveSurroundings
    ) {
        self.init(SiteEvaluation.evaluate(sources, in: surroundings), sources, for: role, in: surroundings)
    }

    /// Checks one ini file: `FILE` or `FILE:SECTION`. It may be an emperor's, or both in one.
    public init(file: String, in surroundings: LiveSurroundings) {
        let evaluation = SiteEvaluation.evaluate([.file(file)], in: surroundings)
        self.init(evaluation, [.file(file)], for: Self.role(of: evaluation), in: surroundings)
    }

    private init(
        _ evaluation: Evaluation, _ sources: [IniLanguage.Source], for role: OptionRow.Scope,
        in surroundings: LiveSurroundings
    ) {
        self.evaluation = evaluation
        let made = Settings.make(from: evaluation, for: role)
        settings = made.settings
        var disk = DiskCheck(settings: made.settings, evaluation: evaluation, surroundings: surroundings)
        disk.run()
        let found = evaluation.problems + made.problems
        isUnderstood = !found.containError
        let idle = !isUnderstood ? nil : Self.idleness(made.settings, evaluation, place: Self.place(of: sources))
        problems = Self.inReadingOrder(
            found + disk.problems + (idle.map { [$0] } ?? []), of: Self.place(of: sources)?.file)
    }

    /// Whose file it is, by what it names: sites, an application, or both.
    private static func role(of evaluation: Evaluation) -> OptionRow.Scope {
        guard !Settings.make(from: evaluation, for: .emperor).settings.emperor.sources.isEmpty else { return .site }
        return Settings.make(from: evaluation).settings.namesApp ? .both : .emperor
    }

    private static func inReadingOrder(_ problems: [Problem], of file: String?) -> [Problem] {
        let own = problems.filter { $0.origin?.file == file }
        let others = problems.filter { $0.origin?.file != file }
        let ordered = own.enumerated().sorted { first, second in
            let lines = (first.element.origin?.line ?? 0, second.element.origin?.line ?? 0)
            return lines.0 == lines.1 ? first.offset < second.offset : lines.0 < lines.1
        }
        return ordered.map(\.element) + others
    }

    /// What to say of a site without an application. It may be there for its daemons alone; one that has no socket either
    /// has nothing to do at all.
    private static func idleness(_ settings: Settings, _ evaluation: Evaluation, place: Origin?) -> Problem? {
        let others = ["attach", "smart-attach", "cron", "unique-cron", "mule", "spooler", "emperor", "hook", "exec"]
        let hasOthers = evaluation.effective.contains { entry in others.contains { entry.key.hasPrefix($0) } }
        guard !settings.namesApp, !hasOthers else { return nil }
        let isEmpty = settings.sockets.listens.isEmpty
        return Problem(isEmpty ? .error : .warning, at: place, "no application is named: write module or wsgi-file")
    }

    /// The start of the first file, for what is absent from all of them.
    private static func place(of sources: [IniLanguage.Source]) -> Origin? {
        for source in sources {
            switch source {
            case .file(let path), .bytes(_, let path, _): return .file(path, line: 1)
            case .option: continue
            }
        }
        return nil
    }
}
