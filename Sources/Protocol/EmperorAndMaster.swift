// What the emperor and a site's master say to each other. One JSON object a datagram on the master's control socket
// (SOCK_SEQPACKET), which the emperor bound, the master inherited listening, and the emperor connects to: a master that
// was found and one that was started are spoken to in the same way. Unknown messages are ignored and logged.

/// The version of these messages; a master says its own first.
public let masterProtocolVersion = 1

/// Emperor to master.
public enum MasterOrder: Codable, Hashable, Sendable {
    /// Bring up a generation of this configuration. Attached: the ini's bytes as a memory file, then the keepsakes.
    case run(RunOrder)
    /// Stop gracefully: everything in flight is answered, then the master ends. With `leavePaths`, for a restart, unix
    /// sockets keep their names, so that clients queue for the next master.
    case stop(leavePaths: Bool)
    /// Stop at once.
    case kill
    /// End at once, and leave workers, sockets and files to the next master.
    case leave
    /// Say how you are: `status` comes back at once with fresh counters.
    case report
    /// Open log files again.
    case reopenLogs
    /// Say which settings run and where they come from: `explanation` comes back.
    case explain(request: Int)
    /// Something may have changed at the paths that the master's request to watch named; also the answer to that request.
    /// Complete: every change there is heard. Otherwise, and without an answer, the master looks for itself.
    case changed(request: Int, isComplete: Bool)
}

/// A configuration to run.
public struct RunOrder: Codable, Hashable, Sendable {
    /// Comes back with the verdict.
    public var request: Int
    /// The site's name.
    public var site: String
    /// Absolute path of its ini, for magic variables and messages. The bytes are those attached.
    public var path: String
    /// The bytes' version, for people and for comparing.
    public var revision: String
    /// "key=value" settings of the emperor (`vassal-set`), before the file's own.
    public var presets: [String]
    /// The same after the file's own (`vassals-include`); nil where the emperor does not know of it.
    public var afterwards: [String]?
    /// The emperor's run directory: default sockets lie below it.
    public var runDirectory: String
    /// The number of the first generation, where the master is new: numbers go on across masters.
    public var firstGeneration: Int
    /// What a dead master left with the emperor; its descriptors follow the ini's in this order.
    public var keepsakes: [Keepsake]
    /// Workers of a dead master that still serve: to be drained when the generation is ready.
    public var orphans: [ProcessStamp]
    /// Why `exec://` in the configuration does not run; nil where it does.
    public var refusesCommands: String?
    /// The file is the emperor's own as well, and logs and pidfiles in it are the emperor's; nil: it is not.
    public var isEmperorsOwn: Bool?
    /// The first and the longest wait between the tries of a site that fails, milliseconds; nil: as long as the master's own.
    public var firstDelay: Int?
    /// See `firstDelay`.
    public var longestDelay: Int?
    /// What an earlier master ran beside the workers.
    public var helpers: [HelperStatus]?
    /// Whether the ini belongs to root, and nobody else may write it: then it may ask for what root does.
    public var isRoots: Bool?

    /// An order with everything in it.
    public init(
        request: Int, site: String, path: String, revision: String, presets: [String],
        afterwards: [String]? = nil, runDirectory: String, firstGeneration: Int, keepsakes: [Keepsake] = [],
        orphans: [ProcessStamp] = [], refusesCommands: String? = nil, helpers: [HelperStatus]? = nil,
        isRoots: Bool? = nil
    ) {
        self.request = request
        self.site = site
        self.path = path
        self.revision = revision
        self.presets = presets
        self.afterwards = afterwards
        self.runDirectory = runDirectory
        self.firstGeneration = firstGeneration
        self.keepsakes = keepsakes
        self.orphans = orphans
        self.refusesCommands = refusesCommands
        self.helpers = helpers
        self.isRoots = isRoots
    }
}

/// A descriptor that outlives the master in the emperor's hands.
public enum Keepsake: Codable, Hashable, Sendable {
    /// A listening socket, by its configured address.
    case listener(address: String)
    /// The reading end of a generation's output: while somebody holds it, no print of an app breaks.
    case output(generation: Int)
    /// The reading end of what a helper prints, by its key.
    case helper(key: String)
}

/// One process for all time: its pid and its start time in clock ticks since boot.
public struct ProcessStamp: Codable, Hashable, Sendable {
    /// The process id.
    public var pid: Int32
    /// Clock ticks since boot when it started (proc(5), stat field 22).
    public var startTime: UInt64

    /// A process.
    public init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }
}

/// A file that the site made and that goes when it stops (vacuum), recognised by its inode.
public struct OwnedPath: Codable, Hashable, Sendable {
    /// Absolute path.
    public var path: String
    /// The inode that had this name when the site made it.
    public var inode: UInt64

    /// A path and what stood there.
    public init(path: String, inode: UInt64) {
        self.path = path
        self.inode = inode
    }
}

/// Master to emperor.
public enum MasterReport: Codable, Hashable, Sendable {
    /// The first message on each connection.
    case hello(version: Int, pid: Int32, build: String)
    /// How the site is: at each change, and when asked.
    case status(SiteStatus)
    /// How the run of that request ended.
    case verdict(request: Int, Verdict)
    /// All that the emperor is to keep from now on, in place of what it had. Attached: one descriptor for each.
    case keep([Keepsake])
    /// What goes when the site stops; sent before the master drops root, so that the emperor may trust it then and
    /// remove what the site's user could not.
    case owns([OwnedPath])
    /// The settings that run. Attached: `[ExplainedSetting]` as JSON in a memory file.
    case explanation(request: Int)
    /// Paths at which the master wants to hear of changes, in place of those before: masters have no inotify of their own,
    /// because there are few instances per user. Attached: `[String]` as JSON in a memory file.
    case watch(request: Int)
    /// The configuration needs what this master gave up, a user's rights: another one is to take its place. `leave` comes
    /// back, and what was ordered is ordered of the other.
    case wantsSuccessor
    /// Workers of an earlier master are to drain, or to be killed, and this master may not tell them.
    case endPredecessors(atOnce: Bool)
    /// Helpers of an earlier master are to end, or to be killed, and this master may not tell them: another user's.
    case endHelpers(atOnce: Bool)
}

/// How a site is, as its master sees it.
public struct SiteStatus: Codable, Hashable, Sendable {
    /// Where it is in its life.
    public enum Phase: String, Codable, Hashable, Sendable {
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
        /// Nothing serves, and the next try waits.
        case failed
    }

    /// Where it is in its life.
    public var phase: Phase
    /// Why it is there: one line.
    public var reason: String
    /// The generation that serves, else the last one tried.
    public var generation: Int
    /// The version of the configuration that serves, or was tried.
    public var revision: String
    /// The master.
    public var pid: Int32
    /// The serving generation's zygote; nil when it has ended.
    public var zygote: Int32?
    /// The workers that live, those that drain among them.
    public var workers: [WorkerStatus]
    /// The addresses that it serves at.
    public var sockets: [String]
    /// Version of the site's interpreter, "3.11.2"; empty while unknown.
    public var python: String
    /// When it came to be in this phase, seconds since 1970.
    public var since: Double
    /// The next try, seconds since 1970, when it failed.
    public var nextTry: Double?
    /// What `check` would say, and what the app's import left behind.
    public var warnings: [String]
    /// What runs beside the workers; nil where the master does not say.
    public var helpers: [HelperStatus]?

    /// A status with everything in it.
    public init(
        phase: Phase, reason: String, generation: Int, revision: String, pid: Int32, zygote: Int32? = nil,
        workers: [WorkerStatus] = [], sockets: [String] = [], python: String = "", since: Double,
        nextTry: Double? = nil, warnings: [String] = [], helpers: [HelperStatus]? = nil
    ) {
        self.phase = phase
        self.reason = reason
        self.generation = generation
        self.revision = revision
        self.pid = pid
        self.zygote = zygote
        self.workers = workers
        self.sockets = sockets
        self.python = python
        self.since = since
        self.nextTry = nextTry
        self.warnings = warnings
        self.helpers = helpers
    }
}

/// How a worker is.
public struct WorkerStatus: Codable, Hashable, Sendable {
    /// What it does.
    public enum State: String, Codable, Hashable, Sendable {
        case starting, idle, busy, paused, draining
    }

    /// 1 up to `processes`; 0 for a worker of an earlier master.
    public var id: Int
    /// The worker's process.
    public var pid: Int32
    /// Clock ticks since boot when it started, 0 while unknown.
    public var startTime: UInt64
    /// What it does.
    public var status: State
    /// The generation it belongs to.
    public var generation: Int
    /// Requests it answered.
    public var requests: UInt64
    /// Resident memory in bytes.
    public var rss: UInt64
    /// Requests that harakiri ended in workers of this id since the master began; nil where the master does not say.
    public var harakiris: Int?

    /// A status with everything in it.
    public init(
        id: Int, pid: Int32, startTime: UInt64, status: State, generation: Int, requests: UInt64, rss: UInt64,
        harakiris: Int? = nil
    ) {
        self.id = id
        self.pid = pid
        self.startTime = startTime
        self.status = status
        self.generation = generation
        self.requests = requests
        self.rss = rss
        self.harakiris = harakiris
    }
}
