// What a master and the processes of a generation say to each other. One JSON object a datagram, on a SOCK_SEQPACKET pair
// per zygote and per worker; descriptors travel with the datagram that speaks of them. Unknown messages are ignored
// and logged, so that a master and an extension of neighbouring versions understand each other.

/// The version of these messages and of the scoreboard's layout; a zygote and a worker say theirs first.
public let workerProtocolVersion = 3

/// Master to zygote.
public enum ZygoteOrder: Codable, Hashable, Sendable {
    /// The first message: load this app. Attached: the scoreboard's memory.
    case load(AppOrder)
    /// Fork a worker, twice, so that it becomes the master's child. Attached: the worker's end of its channel.
    case fork(WorkerOrder.Seat)
    /// Nothing more will be asked: leave by _exit. Workers serve on.
    case retire
}

/// Zygote to master.
public enum ZygoteReport: Codable, Hashable, Sendable {
    /// The interpreter runs and the extension is loaded.
    case hello(version: Int, python: String)
    /// The app is loaded (with lazy-apps: everything but the app). Warnings name what will not survive the fork. Attached,
    /// where the order asks for it: `[LoadedModule]` as JSON in a memory file.
    case loaded(seconds: Double, warnings: [String])
    /// It cannot be loaded; the zygote ends after this. Text is one line, the traceback stands in the output.
    case failed(FailureKind, text: String)
    /// A fork that was asked for failed.
    case forkFailed(WorkerOrder.Seat, text: String)
}

/// Master to worker.
public enum WorkerOrder: Codable, Hashable, Sendable {
    /// Answer the HTTP request of a connection that is no client's, and close it: the health check, before any socket is
    /// there. Attached: the connection, with the request in it.
    case check
    /// Begin to accept. Attached: one listening socket for each entry, in order; then the two ends of the site's queue of
    /// `PassedConnection`s, the one to put into first.
    case go([ListeningSocket], whenOrphaned: OrphanRule)
    /// Take the listeners out, answer everything accepted and everything queued, then end with code 0.
    case drain
    /// Accept nothing until `resume`: connections wait in the backlog, what was accepted is answered, and a kept connection
    /// gets one more answer. Also before `go`. Who drains in a pause leaves what is queued to others.
    case pause
    /// Accept again.
    case resume
    /// Serve these connections, which another worker left: how the clients of each speak. Attached: one for each entry.
    case take([ListeningSocket])

    /// Which worker it is, and where it writes its counters.
    public struct Seat: Codable, Hashable, Sendable {
        /// 1 up to `processes`; a replacement has the id of the one it replaces.
        public var worker: Int
        /// Its slot in the scoreboard, nobody else's while it lives.
        public var slot: Int

        /// A worker and its slot.
        public init(worker: Int, slot: Int) {
            self.worker = worker
            self.slot = slot
        }
    }

    /// What a worker does when its master is gone.
    public enum OrphanRule: String, Codable, Hashable, Sendable {
        /// An emperor will start another master, which says when to drain (by SIGHUP).
        case serveOn
        /// Nobody will come: drain at once.
        case drain
    }
}

/// Worker to master. Its pid comes from the kernel with the first message, never from the worker.
public enum WorkerReport: Codable, Hashable, Sendable {
    /// It exists.
    case hello(version: Int)
    /// The fork hooks ran and the app is there: it could serve. Attached as to the zygote's `loaded`, with lazy-apps.
    case ready
    /// With lazy-apps: the app cannot be loaded.
    case failed(FailureKind, text: String)
    /// It has the listeners and accepts.
    case serving
    /// It accepts nothing more until it is told to resume.
    case paused
    /// It accepts again.
    case resumed
    /// It wants to be replaced (max-requests) and serves on until told to drain.
    case wantsReplacement(reason: String)
    /// One of its requests lasted too long: "harakiri of GET /slow after 30.1 s". It accepts nothing more, and ends by itself
    /// when its other requests are answered.
    case overdue(reason: String)
    /// It ends, and gives up connections of which it has read nothing: the socket that each came from. Attached: one for
    /// each entry.
    case leaves([ListeningSocket])

    /// The most connections of one message.
    public static let mostConnections = 200
}

/// How a socket's clients speak.
public enum WireProtocol: String, Codable, Hashable, Sendable {
    case uwsgi
    case http
}

/// A listening socket as a worker needs to know it.
public struct ListeningSocket: Codable, Hashable, Sendable {
    /// How its clients speak.
    public var wire: WireProtocol
    /// Its address as configured; for HTTP on TCP the part after the last colon becomes SERVER_PORT.
    public var name: String

    /// A socket.
    public init(wire: WireProtocol, name: String) {
        self.wire = wire
        self.name = name
    }
}

/// Where the app is and how it is to be served: all that a zygote and its workers need of the settings. The environment,
/// directory, user and limits are set by the master when it starts the zygote.
public struct AppOrder: Codable, Hashable, Sendable {
    /// The site's name.
    public var site = ""
    /// What zygote and workers are called in ps(1).
    public var titles = ProcessTitles()
    /// `module`: "package.module" or "package.module:callable".
    public var module: String?
    /// `wsgi-file`: a path.
    public var wsgiFile: String?
    /// `callable`; nil: "application", unless `module` names one.
    public var callable: String?
    /// `mount`: more apps, in the order of the file.
    public var mounts: [Mount] = []
    /// SCRIPT_NAME and PATH_INFO follow the mount points (`manage-script-name`).
    public var managesScriptName = false
    /// A request for no app goes to a default one (not `no-default-app`).
    public var fallsBack = true
    /// Modules besides the app's.
    public var modules = ExtraModules()
    /// `warm-up`: requests that the zygote makes of the app, "/PATH" or "HOST/PATH".
    public var warmUps: [String] = []
    /// The directory to change to once the app is loaded (`chdir2`), absolute.
    public var directoryAfterLoad: String?
    /// `pythonpath`, in the order of the file.
    public var pythonPath: [String] = []
    /// `pyargv`, split: sys.argv after its first element.
    public var arguments: [String] = []
    /// Whoever loads the app tells which modules that brought (`py-autoreload`).
    public var tellsModules = false
    /// Load the app in each worker.
    public var lazy = false
    /// `need-app`: an app that cannot be loaded is a failure; without it, requests are answered 500.
    public var needApp = true
    /// Workers of the site, for wsgi.multiprocess.
    public var processes = 1
    /// Threads of each worker.
    public var threads = 1
    /// Most bytes of a uwsgi packet or of an HTTP head.
    public var bufferSize = 65_536
    /// Most variables of a uwsgi packet.
    public var maxVariables = 128
    /// A line of the PROXY protocol may come before the requests of an HTTP connection.
    public var takesProxyProtocol = false
    /// Whom to believe what they say of others, besides clients of unix sockets.
    public var trustedPeers: [Network] = []
    /// How long clients are waited for.
    public var times = ClientTimes()
    /// Most bytes of a request body; 0: any.
    public var limitPost: UInt64 = 0
    /// Bodies up to this many bytes are read before the app is called.
    public var postBuffering: UInt64 = 65_536
    /// Requests after which a worker asks to be replaced; 0: never.
    public var maxRequests: UInt64 = 0
    /// Added for each further worker, so that they do not all ask at once.
    public var maxRequestsDelta: UInt64 = 0
    /// Seconds a worker lives at least before it asks (min-worker-lifetime).
    public var minWorkerLifetime = 0
    /// The log's lines about requests.
    public var lines = RequestLines()
    /// Headers that every answer gets (`add-header`), in the order of the file.
    public var addedHeaders: [Header] = []
    /// Names of headers that no answer of the app's has (`del-header`).
    public var removedHeaders: [String] = []
    /// An exception is answered with its traceback (`catch-exceptions`).
    public var showsExceptions = false
    /// How long requests may last; nil: as long as they want.
    public var harakiri: Harakiri?
    /// Files that are answered without the app.
    public var files = StaticFiles()
    /// Steps of routing, in the order of the file.
    public var routes: [Route] = []
    /// The file with what is sent where there is no answer, absolute (`error-page-500`).
    public var errorPage: String?

    /// An app and the SCRIPT_NAME whose requests it answers.
    public struct Mount: Codable, Hashable, Sendable {
        /// The SCRIPT_NAME.
        public var point: String
        /// A file (.py, .wsgi), or "package.module" with or without ":callable".
        public var app: String

        /// An app at a mount point.
        public init(point: String, app: String) {
            self.point = point
            self.app = app
        }
    }

    /// Addresses whose first bits are the same.
    public struct Network: Codable, Hashable, Sendable {
        /// The address in network order: 4 bytes of IPv4, or 16 of IPv6.
        public var bytes: [UInt8]
        /// How many bits count.
        public var bits: Int

        /// A network.
        public init(bytes: [UInt8], bits: Int) {
            self.bytes = bytes
            self.bits = bits
        }
    }

    /// A header of an answer.
    public struct Header: Codable, Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String

        /// A header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The defaults.
    public init() {}
}
