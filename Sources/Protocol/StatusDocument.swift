/// What `status --json` prints. Members are only ever added.
public struct StatusDocument: Codable, Hashable, Sendable {
    /// The emperor that answers.
    public var emperor: EmperorStatus
    /// The sites that were asked for, else all.
    public var vassals: [VassalStatus]

    /// A document.
    public init(emperor: EmperorStatus, vassals: [VassalStatus]) {
        self.emperor = emperor
        self.vassals = vassals
    }
}

/// The emperor itself.
public struct EmperorStatus: Codable, Hashable, Sendable {
    /// Version of the program.
    public var version: String
    /// The emperor's process.
    public var pid: Int32
    /// Seconds since 1970.
    public var since: Double
    /// Where its sites' files are.
    public var sources: [String]
    /// Absolute path of the directory with its control socket.
    public var runDirectory: String

    /// A status with everything in it.
    public init(version: String, pid: Int32, since: Double, sources: [String], runDirectory: String) {
        self.version = version
        self.pid = pid
        self.since = since
        self.sources = sources
        self.runDirectory = runDirectory
    }
}

/// What an administrator wants of a site.
public enum Want: String, Codable, Hashable, Sendable {
    /// It is to run.
    case up
    /// It was stopped by an administrator and stays so until `start`.
    case stopped
}

/// Where a site is.
public enum SiteState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Its sockets are held; nothing runs until somebody connects.
    case sleeping
    /// The first generation is on its way.
    case starting
    /// It serves, and its newest configuration at that.
    case running
    /// It serves, and a further generation is on its way.
    case reloading
    /// It serves, but the newest generation failed.
    case degraded
    /// It drains.
    case stopping
    /// An administrator stopped it.
    case stopped
    /// Nothing serves.
    case failed
    /// Nothing serves, and the next try has its time.
    case waiting
}

/// One site.
public struct VassalStatus: Codable, Hashable, Sendable {
    /// The site's name: that of its file without the extension.
    public var name: String
    /// Where it is.
    public var state: SiteState
    /// Where an administrator wants it.
    public var want: Want
    /// Why it is there: one line; may be empty.
    public var reason: String
    /// The generation that serves, else the last one tried; 0 before the first.
    public var generation: Int
    /// The master; nil while there is none.
    public var pid: Int32?
    /// The serving generation's zygote; nil while there is none.
    public var zygote: Int32?
    /// The workers that live, those that drain among them.
    public var workers: [WorkerStatus]
    /// The addresses that it serves at.
    public var sockets: [String]
    /// Since when it is in this state, seconds since 1970.
    public var since: Double
    /// The next try, seconds since 1970.
    public var nextTry: Double?
    /// Path of its ini.
    public var file: String
    /// Version of its interpreter, "3.11.2"; empty while unknown.
    public var python: String
    /// What `check` would say, and what the app's import left behind.
    public var warnings: [String]
    /// What runs beside the workers.
    public var helpers: [HelperStatus]?

    /// A status with everything in it.
    public init(
        name: String, state: SiteState, want: Want, reason: String, generation: Int, pid: Int32?, zygote: Int32?,
        workers: [WorkerStatus], sockets: [String], since: Double, nextTry: Double?, file: String, python: String,
        warnings: [String], helpers: [HelperStatus]? = nil
    ) {
        self.name = name
        self.state = state
        self.want = want
        self.reason = reason
        self.generation = generation
        self.pid = pid
        self.zygote = zygote
        self.workers = workers
        self.sockets = sockets
        self.since = since
        self.nextTry = nextTry
        self.file = file
        self.python = python
        self.warnings = warnings
        self.helpers = helpers
    }
}

extension VassalStatus {
    /// Every member is there, `null` where there is nothing: who reads the document need not guess.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(name, forKey: .name)
        try members.encode(state, forKey: .state)
        try members.encode(want, forKey: .want)
        try members.encode(reason, forKey: .reason)
        try members.encode(generation, forKey: .generation)
        try members.encode(pid, forKey: .pid)
        try members.encode(zygote, forKey: .zygote)
        try members.encode(workers, forKey: .workers)
        try members.encode(sockets, forKey: .sockets)
        try members.encode(since, forKey: .since)
        try members.encode(nextTry, forKey: .nextTry)
        try members.encode(file, forKey: .file)
        try members.encode(python, forKey: .python)
        try members.encode(warnings, forKey: .warnings)
        try members.encode(helpers, forKey: .helpers)
    }
}
