import Kernel

/// What an emperor is started with: every path absolute, every default filled in.
struct Setup: Equatable {
    /// Where its sites' files are.
    var patterns: [PathPattern] = []
    var rules = FileRules()
    /// Its own ini, where that is a site as well.
    var ownSite: String?
    /// Seconds between full scans.
    var frequency = 30
    var defaults = SiteDefaults()
    var starting = StartRules()
    var standing = Standing()
    var runDirectory = ""
    var stateDirectory = ""
    /// The `vassal` program.
    var program = ""
    /// Why `exec://` in sites' files does not run; nil where it does.
    var refusesCommands: String?

    var controlSocket: String { "\(runDirectory)/control.sock" }
    var lock: String { "\(runDirectory)/emperor.lock" }
    /// The masters' control sockets and what is known of them; ours alone.
    var masters: String { "\(runDirectory)/masters" }
    /// The default sockets of sites that name none.
    var sockets: String { "\(runDirectory)/sockets" }

    /// Where sites come from.
    var sources: [any SiteSource] {
        (patterns + (ownSite.map { [PathPattern(file: $0)] } ?? [])).map { FileSource(pattern: $0, rules: rules) }
    }

    /// Where sites come from, for people.
    var places: String { patterns.map(\.path).joined(separator: ", ") }

    /// The longest run directory whose sockets' paths still fit (sun_path, unix(7)).
    static let longestRunDirectory = SocketAddress.longestPath - "/masters/0123456789abcdef.sock".utf8.count

    /// Where things are unless somebody says otherwise (DESIGN §6).
    enum Defaults {
        static let ini = "/etc/emperor/emperor.ini"
        static let vassals = "/etc/emperor/vassals.d"

        /// nil where the environment does not say.
        static func runDirectory(isRoot: Bool, environment: (String) -> String?) -> String? {
            isRoot ? "/run/emperor" : environment("XDG_RUNTIME_DIR").map { "\($0)/emperor" }
        }

        /// nil where the environment does not say.
        static func stateDirectory(isRoot: Bool, environment: (String) -> String?) -> String? {
            if isRoot { return "/var/lib/emperor" }
            return environment("XDG_STATE_HOME").map { "\($0)/emperor" }
                ?? environment("HOME").map { "\($0)/.local/state/emperor" }
        }
    }
}

/// "OPTION=VALUE" for every site, in the order in which uWSGI's emperor gives them to its vassals (core/emperor.c).
struct SiteDefaults: Equatable {
    /// Before the site's own.
    var before: [String] = []
    /// After the site's own, which they override.
    var after: [String] = []
}

/// How sites are started.
struct StartRules: Equatable {
    /// These come first, in this order (`emperor-priority`).
    var priority: [String] = []
    /// The first wait of a master that cannot be started, milliseconds.
    var throttle = 500
    /// The longest wait, milliseconds.
    var longestThrottle = 180_000
    /// The service manager is told so after that many seconds, however long sites take.
    var readyTimeout = 90

    /// Below this, a site that fails at once would keep a processor busy.
    private static let shortestThrottle = 100

    var firstDelay: Int { max(throttle, Self.shortestThrottle) }
    var longestDelay: Int { max(longestThrottle, firstDelay) }

    /// Delays between two masters of a site. The one after a first failure starts at once.
    var backoff: Backoff {
        Backoff(first: .milliseconds(firstDelay), longest: .milliseconds(longestDelay), atOnce: true)
    }
}

/// As what the emperor itself stands there: whose process it is, and what it writes.
struct Standing: Equatable {
    /// Whom it becomes; nil: it stays who it is.
    var identity: Identity?
    /// Its log, opened before it becomes somebody else; nil: standard error.
    var logPath: String?
    /// Its log, opened after that.
    var logPathOfUser: String?
    /// It goes into the background.
    var daemonizes = false
    /// Written before it becomes somebody else.
    var pidfiles: [String] = []
    /// Written after that.
    var pidfilesOfUser: [String] = []
}

/// A path as seen from the root; nothing needs to stand there.
func absolute(_ path: String, in directory: String) -> String {
    var text = path.hasPrefix("/") ? path : "\(directory)/\(path)"
    while text.hasPrefix("./") { text.removeFirst(2) }
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
}
