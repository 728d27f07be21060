/// The typed values of one configuration.
public struct Settings: Hashable, Sendable {
    /// Sockets.
    public var sockets = SocketSettings()
    /// The application and its Python.
    public var app = AppSettings()
    /// Processes and threads.
    public var workers = WorkerSettings()
    /// How many of these run.
    public var scaling = ScalingSettings()
    /// What its processes are called.
    public var titles = TitleSettings()
    /// Whom it runs as.
    public var identity = IdentitySettings()
    /// What a process may use.
    public var limits = LimitSettings()
    /// Requests.
    public var requests = RequestSettings()
    /// Files that the master writes and watches.
    public var files = FileSettings()
    /// Logs.
    public var logs = LogSettings()
    /// Start, reload and stop.
    public var lifecycle = LifecycleSettings()
    /// What runs beside the workers.
    public var beside = BesideSettings()
    /// The emperor's own.
    public var emperor = EmperorSettings()
    /// An unknown option is an error.
    public var strict = false

    /// Everything at its default.
    public init() {}

    /// Whether it names an application.
    public var namesApp: Bool { app.module != nil || app.file != nil || !app.mounts.isEmpty }

    /// Whether it has an application and no socket, so that it gets the default one in the run directory.
    public var wantsDefaultSocket: Bool { namesApp && sockets.listens.isEmpty }

    /// Whether a start without an application is a failure: as the file says, else where it names one.
    public var needsApp: Bool { app.needed ?? namesApp }
}

/// Sockets.
public struct SocketSettings: Hashable, Sendable {
    /// Where it listens, in order.
    public var listens: [Listen] = []
    /// What is spoken on the sockets of `socket` (`protocol`).
    public var dialect = Listen.Dialect.uwsgi
    /// The length of the accept queue (`listen`); nil when not given.
    public var backlog: Int?
    /// Permission bits of unix sockets; nil leaves them to the umask.
    public var mode: UInt32?
    /// Owner of unix sockets.
    public var owner: Owner?
    /// Every unix path is a name in the abstract namespace.
    public var abstract = false
    /// Bind an address that this machine does not have yet (IP_FREEBIND).
    public var freebind = false
    /// SO_REUSEPORT.
    public var reusePort = false
    /// TCP_NODELAY.
    public var noDelay = false
    /// SO_KEEPALIVE.
    public var keepAliveProbes = false
}

/// The application and its Python.
public struct AppSettings: Hashable, Sendable {
    /// The virtualenv.
    public var home: String?
    /// The python executable, where there is no virtualenv.
    public var interpreter: String?
    /// The Python that a plugin was built for, "3.11"; nil where none says so.
    public var versionOfPlugin: String?
    /// What is looked for on PATH where neither of the others is set.
    public var usualInterpreter: String { "python" + (versionOfPlugin ?? "3") }
    /// `package.module`, or `package.module:callable`.
    public var module: String?
    /// A file that holds the application.
    public var file: String?
    /// The application's name in the module.
    public var callable: String?
    /// Applications by mount point.
    public var mounts: [Mapping] = []
    /// PATH_INFO and SCRIPT_NAME are set by the longest mount point.
    public var managesScriptName = false
    /// Requests for no application go to the default one.
    public var fallsBack = true
    /// Whether a start without an application is a failure; nil when not given.
    public var needed: Bool?
    /// The directory it runs in.
    public var directory: String?
    /// The directory to change to after the application was loaded.
    public var directoryAfterLoad: String?
    /// Directories for sys.path, in order.
    public var pythonPath: [String] = []
    /// `sys.argv[1:]`.
    public var arguments: [String] = []
    /// Changes of the environment, in order.
    public var environment: [EnvironmentChange] = []
    /// Directories of files that are variables, applied after `environment`.
    public var environmentDirectories: [String] = []
    /// Modules to import just before the application, in each worker where that is loaded there.
    public var imports: [String] = []
    /// Modules to import before those, once.
    public var sharedImports: [String] = []
    /// Names of modules, given before anything is imported.
    public var moduleAliases: [Mapping] = []
    /// Names of modules, given just before the application is loaded.
    public var lateModuleAliases: [Mapping] = []
    /// The application is loaded in each worker.
    public var lazy = false
    /// Requests that are made of the application before workers are forked: `/PATH` or `HOST/PATH`.
    public var warmUps: [String] = []
    /// A change of a module that is loaded reloads.
    public var reloadsModules = false
    /// Names of modules whose changes do not.
    public var modulesNotReloaded: [String] = []
    /// Python's `-O` level, 0 to 2.
    public var optimize = 0
}

/// A change of a process's environment.
public enum EnvironmentChange: Hashable, Sendable {
    /// `env = NAME=VALUE`.
    case set(name: String, value: String)
    /// `unenv = NAME`.
    case remove(name: String)
}

/// Processes and threads.
public struct WorkerSettings: Hashable, Sendable {
    /// How many processes.
    public var count = 1
    /// How many threads each.
    public var threads = 1
    /// A worker is replaced after so many requests; nil for never.
    public var maxRequests: Int?
    /// Each further worker is granted so many more.
    public var maxRequestsDelta = 0
    /// It is not replaced before this age, seconds.
    public var minLifetime = 10
    /// A worker is replaced at this age, seconds; nil for never.
    public var maxLifetime: Int?
    /// Each further worker may become so much older, seconds.
    public var maxLifetimeDelta = 0
    /// Scheduling priority (nice(2)).
    public var niceness = 0
}

/// What processes are called in ps(1).
public struct TitleSettings: Hashable, Sendable {
    /// They have titles of uWSGI's form; each of the others asks for that too.
    public var automatic = false
    /// Before each title.
    public var prefix: String?
    /// After each title.
    public var append: String?
    /// The title of every process.
    public var name: String?
    /// The master's title.
    public var master: String?

    /// Whether any of them is set.
    public var areWanted: Bool { automatic || [prefix, append, name, master].contains { $0 != nil } }
}

/// Whom it runs as.
public struct IdentitySettings: Hashable, Sendable {
    /// User.
    public var user: Account?
    /// Group.
    public var group: Account?
    /// Further groups.
    public var additionalGroups: [Account] = []
    /// The user's own supplementary groups are taken from the group database.
    public var takesUsersGroups = true
    /// The master keeps root, only workers give it up.
    public var masterStaysRoot = false
    /// File creation mask; nil leaves it.
    public var umask: UInt32?
}

/// What a process may use.
public struct LimitSettings: Hashable, Sendable {
    /// Address space, bytes (RLIMIT_AS).
    public var addressSpace: Int?
    /// Processes of the user (RLIMIT_NPROC).
    public var processes: Int?
    /// Open descriptors (RLIMIT_NOFILE).
    public var descriptors: Int?
    /// A worker with as much address space is replaced, bytes.
    public var reloadAboveAddressSpace: Int?
    /// A worker with as much resident memory is replaced, bytes.
    public var reloadAboveResident: Int?
    /// A worker with as much address space is killed, bytes.
    public var killAboveAddressSpace: Int?
    /// A worker with as much resident memory is killed, bytes.
    public var killAboveResident: Int?
    /// How often the memory of workers is looked at, seconds.
    public var memoryInterval = 3
}

/// Requests.
public struct RequestSettings: Hashable, Sendable {
    /// The longest head of a request, bytes.
    public var bufferSize = 64 * 1024
    /// The most variables of a request; nil for as many as fit the head.
    public var maxVariables: Int?
    /// How long a client may be silent within a request, seconds.
    public var socketTimeout = 30
    /// The longest body, bytes; nil for any.
    public var maxBody: Int?
    /// A body up to this size is received before the application is called, bytes; nil when not given.
    public var bodyBuffer: Int?
    /// A request may last so long, seconds; nil for as long as it wants.
    public var harakiri: Int?
    /// How long a client may take nothing of what is sent, seconds; nil for the time that counts for all waits.
    public var sendTimeout: Int?
    /// How long a client of an HTTP socket may be silent within a request, seconds; nil for `socketTimeout`.
    public var httpTimeout: Int?
    /// How long the head of an HTTP request may take as a whole, seconds; nil for as long as the client is not silent.
    public var httpHeadTimeout: Int?
    /// What happens to one that lasts longer.
    public var harakiriDetails = HarakiriSettings()
    /// How long an idle HTTP connection is kept, seconds; nil and 1 for the built-in time, 0 for not at all.
    public var keepAliveTimeout: Int?
    /// Files served without the application.
    public var files = StaticSettings()
    /// Steps of routing, in the order of the file.
    public var routes: [RouteSetting] = []
    /// A file with what is sent where there is no answer (`error-page-500`).
    public var errorPage: String?
    /// Whom the worker believes what it says of others: their scheme, and their address. Unix sockets always.
    public var trustedPeers = IPNetwork.loopback
    /// A line of the PROXY protocol may come before the requests of an HTTP connection.
    public var takesProxyProtocol = false
    /// An exception is answered with its traceback.
    public var showsExceptions = false
    /// Headers that are added to every answer: name and value.
    public var addedHeaders: [Mapping] = []
    /// Names of headers that are taken out of the application's answers.
    public var removedHeaders: [String] = []
}

/// What happens to requests that last too long.
public struct HarakiriSettings: Hashable, Sendable {
    /// The log tells of the worker's other threads, too.
    public var isVerbose = false
    /// Seconds between the signal and the end; 0: there is no signal.
    public var gracefulTimeout = 0
    /// The number of the signal.
    public var gracefulSignal = 15
    /// Nothing happens while fewer connections than this wait.
    public var queueThreshold = 0
}

/// Files that the master writes and watches.
public struct FileSettings: Hashable, Sendable {
    /// Written before privileges are given up.
    public var pidfile: String?
    /// Written afterwards.
    public var pidfileOfUser: String?
    /// As `pidfile`; uWSGI writes it only once the master is up, which here is always so.
    public var safePidfile: String?
    /// As `pidfileOfUser`.
    public var safePidfileOfUser: String?
    /// Pidfiles and unix sockets are removed at the end.
    public var vacuum = false
    /// Pipes that take commands of one letter, by their numbers.
    public var masterFifos: [String] = []
    /// A change of one of these files reloads.
    public var touchReload: [String] = []
    /// A change of one of these, or of what is in such a directory, reloads.
    public var fileReload: [String] = []
    /// A change of one of these opens the log again.
    public var touchLogReopen: [String] = []
    /// A change of one of these rotates the log.
    public var touchLogRotate: [String] = []
}

/// Start, reload and stop.
public struct LifecycleSettings: Hashable, Sendable {
    /// How long a generation may take to be ready, seconds.
    public var startTimeout = 300
    /// The new generation starts beside the old one.
    public var overlaps = true
    /// What a generation is asked for before it may serve (`health-check`); nil when not given.
    public var healthCheck: String?
    /// How long the answer may take, seconds.
    public var healthTimeout = 10
    /// How long a worker may finish its requests, seconds.
    public var workerMercy = 60
    /// How long all of it may take at a stop, seconds; nil when not given.
    public var reloadMercy: Int?
    /// Where signals mean what they mean to uWSGI, SIGTERM stops and SIGQUIT reloads.
    public var dieOnTerm = false
    /// Signals mean what they mean to uWSGI.
    public var signalsAsUwsgi = false
    /// A change of a file that the configuration includes reloads.
    public var reloadsOnInclude = false
    /// A reload ends it instead.
    public var exitOnReload = false
}
