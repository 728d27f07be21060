import Kernel

/// What an emperor is started with: every path absolute, every default filled in.
struct Setup: Equatable {
    /// Where its sites' files are.
    var vassals: String
    /// Seconds between full scans.
    var frequency: Int
    /// "OPTION=VALUE", a default for every site each.
    var presets: [String]
    var runDirectory: String
    var stateDirectory: String
    /// The `vassal` program.
    var program: String
    /// Why `exec://` in sites' files does not run; nil where it does.
    var refusesCommands: String?

    var controlSocket: String { "\(runDirectory)/control.sock" }
    var lock: String { "\(runDirectory)/emperor.lock" }
    /// The masters' control sockets and what is known of them; ours alone.
    var masters: String { "\(runDirectory)/masters" }
    /// The default sockets of sites that name none.
    var sockets: String { "\(runDirectory)/sockets" }

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

/// A path as seen from the root; nothing needs to stand there.
func absolute(_ path: String, in directory: String) -> String {
    var text = path.hasPrefix("/") ? path : "\(directory)/\(path)"
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
}
