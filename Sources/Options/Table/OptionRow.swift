/// One option: everything that the project knows of it.
public struct OptionRow: Sendable {
    /// Its names; the first is the canonical one, the others are spellings of uWSGI.
    public let names: [String]
    /// Those of `names` that uWSGI keeps for the sake of old files, and that say less than the canonical one.
    public let oldNames: [String]
    /// uWSGI's short letter.
    public let letter: Character?
    /// What its value is, and where it goes.
    public let value: OptionValue
    /// Whether every occurrence counts; otherwise the last one does.
    public let repeats: Bool
    /// The default in words; nil when there is none.
    public let defaultText: String?
    /// Whose option it is.
    public let scope: Scope
    /// What a change of it needs to take effect.
    public let change: Change
    /// Whether it works.
    public let status: Status
    /// One sentence on what it does.
    public let help: String

    /// The canonical name.
    public var name: String { names.first ?? "" }

    /// Whose option it is.
    public enum Scope: String, Hashable, Sendable {
        /// A site's.
        case site
        /// The emperor's.
        case emperor
        /// Either's.
        case both
    }

    /// What a change needs to take effect.
    public enum Change: String, Hashable, Sendable {
        /// Nothing is to be done.
        case nothing
        /// A new generation of workers.
        case generation
        /// A new master beside the old one, since it needs the rights that the old one has given up.
        case master
        /// SIGHUP to the emperor.
        case emperor
        /// A restart of the emperor.
        case restart
    }

    /// Whether an option works.
    public enum Status: Hashable, Sendable {
        /// It does what it says.
        case works
        /// Harmless here; the sentence says why nothing has to be done.
        case accepted(String)
        /// Not to be had; the sentence says what to use instead. Where running without it would be wrong or unsafe, the site does not start.
        case refused(String, stops: Bool)
        /// Meant to work, and not yet built; the sentence says what happens meanwhile.
        case notBuiltYet(String)
    }
}

extension OptionRow {
    static func works(
        _ names: String..., old: [String] = [], letter: Character? = nil, is value: OptionValue, repeats: Bool = false,
        default defaultText: String? = nil, scope: Scope = .site, change: Change = .generation, help: String
    ) -> OptionRow {
        OptionRow(
            names: names + old, oldNames: old, letter: letter, value: value, repeats: repeats, defaultText: defaultText,
            scope: scope,
            change: change, status: .works, help: help)
    }

    static func accepted(
        _ names: String..., letter: Character? = nil, is value: OptionValue, repeats: Bool = false,
        default defaultText: String? = nil, scope: Scope = .site, because: String, help: String
    ) -> OptionRow {
        OptionRow(
            names: names, oldNames: [], letter: letter, value: value, repeats: repeats, defaultText: defaultText,
            scope: scope,
            change: .nothing, status: .accepted(because), help: help)
    }

    static func later(
        _ names: String..., letter: Character? = nil, is value: OptionValue, repeats: Bool = false,
        default defaultText: String? = nil, scope: Scope = .site, change: Change = .generation, meanwhile: String,
        help: String
    ) -> OptionRow {
        OptionRow(
            names: names, oldNames: [], letter: letter, value: value, repeats: repeats, defaultText: defaultText,
            scope: scope,
            change: change, status: .notBuiltYet(meanwhile), help: help)
    }

    static func refused(
        _ names: String..., letter: Character? = nil, is value: OptionValue, repeats: Bool = false,
        scope: Scope = .site,
        stops: Bool = false, instead: String, help: String
    ) -> OptionRow {
        OptionRow(
            names: names, oldNames: [], letter: letter, value: value, repeats: repeats, defaultText: nil, scope: scope,
            change: .nothing, status: .refused(instead, stops: stops), help: help)
    }
}
