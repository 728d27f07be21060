// The answer to `explain`: every setting of a site, and where it comes from. A master gives it to the emperor in a memory
// file, since it may be longer than a datagram, and the emperor passes it on to whoever asked.

/// One setting: what counts, or something that was written and does not count.
public struct ExplainedSetting: Codable, Hashable, Sendable {
    /// The option's canonical name; the key as it was written where no option has it.
    public var option: String
    /// The value in force, as it was understood ("300 s"); as it was written where it is not in force.
    public var value: String
    /// Where it comes from, for people: "/etc/vassals/blog.ini:7", "emperor default", "built-in default".
    public var origin: String
    /// The file, where it was one.
    public var file: String?
    /// The line in the file, counted from 1.
    public var line: Int?
    /// Whether it has an effect.
    public var inForce: Bool
    /// Why it has none, or what else is to be known of it; empty when there is nothing.
    public var note: String

    /// The origin of what nobody wrote.
    public static let builtIn = "built-in default"

    /// Whether nobody wrote it.
    public var isBuiltIn: Bool { origin == Self.builtIn }

    /// A setting with everything in it.
    public init(
        option: String, value: String, origin: String, file: String? = nil, line: Int? = nil, inForce: Bool,
        note: String = ""
    ) {
        self.option = option
        self.value = value
        self.origin = origin
        self.file = file
        self.line = line
        self.inForce = inForce
        self.note = note
    }
}

/// All settings of one site.
public struct Explanation: Codable, Hashable, Sendable {
    /// The site's name.
    public var site: String
    /// Its ini file.
    public var file: String
    /// Whether these are the settings that run; otherwise those that a start would have.
    public var isRunning: Bool
    /// Nil where no master runs that could say, so that whoever asks reads the file himself.
    public var settings: [ExplainedSetting]?
    /// "KEY=VALUE" defaults of the emperor for all its sites.
    public var presets: [String]
    /// The same, after the file's own; nil where the emperor does not know of it.
    public var afterwards: [String]?

    /// An explanation with everything in it.
    public init(
        site: String, file: String, isRunning: Bool, settings: [ExplainedSetting]? = nil, presets: [String] = [],
        afterwards: [String]? = nil
    ) {
        self.site = site
        self.file = file
        self.isRunning = isRunning
        self.settings = settings
        self.presets = presets
        self.afterwards = afterwards
    }
}
