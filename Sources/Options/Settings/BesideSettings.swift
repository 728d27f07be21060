/// What runs beside the workers: daemons, commands at times, commands at moments of the site's life.
public struct BesideSettings: Hashable, Sendable {
    /// Programs that are kept running.
    public var daemons: [DaemonSettings] = []
    /// How long one of them may take to end, seconds; nil for as long as a worker.
    public var daemonMercy: Int?
    /// A reload starts them anew, as uWSGI's does.
    public var daemonsFollowReload = false
    /// Their standard input is the master's.
    public var daemonsReadInput = false
    /// Commands that run at times.
    public var crons: [CronSettings] = []
    /// How long one of those may run, seconds; nil for any time.
    public var cronHarakiri: Int?
    /// What is done at moments of the site's life, in the order of the file.
    public var hooks: [HookSettings] = []
    /// What is done when files change.
    public var touches: [TouchSettings] = []
}

/// A program that is kept running (`attach-daemon` and its kin).
public struct DaemonSettings: Hashable, Sendable {
    /// What `/bin/sh -c` runs.
    public var command: String
    /// It puts itself into the background and leaves its pid in this file.
    public var pidfile: String?
    /// It does not, and the pidfile is written for it.
    public var isPutIntoBackground = false
    /// How long it may take until the pidfile names it, seconds.
    public var patience = 10
    /// Its end ends the site.
    public var isControl = false
    /// A change of one of these files starts it anew.
    public var touches: [String] = []
    /// Asks it to end.
    public var stopSignal = 15
    /// Asks it to end, or to reload, where it follows reloads; nil for the usual one.
    public var reloadSignal: Int?
    /// One that puts itself into the background is told of reloads.
    public var isToldOfReloads = false
    /// Its standard input is the master's.
    public var readsInput = false
    /// Whom it runs as; nil as the site.
    public var user: UInt32?
    /// Its group; nil as the site's.
    public var group: UInt32?
    /// Where it starts; nil where the application runs.
    public var directory: String?
    /// The longest delay before it is started again, seconds.
    public var longestDelay = 300
    /// How long it may take to end, seconds; nil as all daemons.
    public var mercy: Int?
    /// The option as it was written: what does not change leaves the daemon alone.
    public var written = ""

    /// A command with nothing special about it.
    public init(command: String) {
        self.command = command
    }
}

/// A command that runs at times (`cron` and its kin), in uWSGI's terms: a number, or -1 for all, or -N for those that can
/// be divided by N.
public struct CronSettings: Hashable, Sendable {
    /// 0 to 59.
    public var minute = -1
    /// 0 to 23.
    public var hour = -1
    /// 1 to 31.
    public var day = -1
    /// 1 to 12.
    public var month = -1
    /// 0 to 7, 0 and 7 are Sunday.
    public var weekday = -1
    /// It does not start while it runs.
    public var isUnique = false
    /// How long it may run, seconds; 0 for any time, nil as all of them.
    public var harakiri: Int?
    /// What `/bin/sh -c` runs.
    public var command: String
    /// The option as it was written.
    public var written = ""

    /// A command for each minute.
    public init(command: String) {
        self.command = command
    }
}

/// What is done when a file changes.
public struct TouchSettings: Hashable, Sendable {
    /// The file.
    public var path: String
    /// What is done.
    public var action: HookAction
}
