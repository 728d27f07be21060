/// uWSGI's configuration language: from files and arguments to one ordered list of options.
///
/// Faithful to uWSGI 2.0.31 (core/ini.c, core/config.c, core/utils.c) byte for byte wherever that terminates.
public enum IniLanguage {
    /// Something that gives options.
    public enum Source: Hashable, Sendable {
        /// An option by itself, from the command line or the emperor.
        case option(key: String, value: String?, origin: Origin)
        /// An ini file: `FILE` or `FILE:SECTION`.
        case file(String)
        /// An ini file whose content is at hand, so that it is not read again.
        case bytes([UInt8], path: String, section: String?)

        fileprivate var isEmperors: Bool {
            if case .option(_, _, .emperor) = self { return true }
            return false
        }
    }

    /// Evaluates sources in order. `UWSGI_*` variables of the environment come first, as in uWSGI.
    public static func evaluate(_ sources: [Source], in surroundings: some Surroundings) -> Evaluation {
        var evaluator = Evaluator(world: surroundings)
        evaluator.takeEnvironment()
        for (index, source) in sources.enumerated() {
            let isAfterwards = source.isEmperors && sources[..<index].contains { !$0.isEmperors }
            evaluator.take(source, isAfterwards: isAfterwards)
        }
        evaluator.expand()
        evaluator.apply()
        evaluator.judgeKeys()
        return evaluator.evaluation
    }

    /// Evaluates one ini file: `FILE` or `FILE:SECTION`.
    public static func evaluate(file: String, in surroundings: some Surroundings) -> Evaluation {
        evaluate([.file(file)], in: surroundings)
    }
}

/// Bounds that no honest configuration meets, so that a hostile one ends.
enum LanguageLimits {
    /// Options of one configuration.
    static let entries = 500_000
    /// Files that one configuration reads.
    static let files = 1000
    /// Bytes of all files that one configuration reads.
    static let bytes = 64 << 20
    /// Files open within each other.
    static let depth = 64
    /// Bytes of an expanded value.
    static let valueLength = 1 << 20
    /// Bytes that all expansions together may look at.
    static let expansionWork = 40_000_000
    /// What a replacement costs beside the bytes that it brings.
    static let replacementWork = 50
    /// Cycles of placeholders that are reported, and names that are shown of one.
    static let cycles = 20
    static let namesInCycle = 20
    /// Files and commands read by all `@(...)` together.
    static let insertedFiles = 256
    /// Commands run, for an `ini` too.
    static let commands = 256
    /// Directories of a `for-glob` pattern that have wildcards.
    static let wildDirectories = 4
    /// Bytes that the magic variables of all files may add.
    static let magicBytes = 16 << 20
    /// Warnings about percent signs.
    static let warnings = 1000
    /// Misspelt keys for which a suggestion is looked up.
    static let suggestions = 50
}
