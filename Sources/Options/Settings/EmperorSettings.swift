/// The emperor's own.
public struct EmperorSettings: Hashable, Sendable {
    /// Directories and glob patterns of sites.
    public var sources: [String] = []
    /// Seconds between full scans.
    public var scanInterval = 30
    /// `KEY=VALUE` defaults for every site.
    public var defaults: [Mapping] = []
    /// Files included before each site's own.
    public var includesBefore: [String] = []
    /// Files included after each site's own.
    public var includesAfter: [String] = []
    /// Files inherited by each site, named before its own.
    public var inheritsBefore: [String] = []
    /// Files inherited by each site, named after its own.
    public var inheritsAfter: [String] = []
    /// Endings of sites' files beside `.ini`.
    public var extensions: [String] = []
    /// The date of what a link leads to counts, not its own.
    public var followsLinks = true
    /// Sites that start first.
    public var priority: [String] = []
    /// When the service manager is told that the emperor is ready at the latest, seconds.
    public var readyTimeout = 90
    /// The first wait of a failing site, milliseconds.
    public var throttle = 500
    /// Its pidfile.
    public var pidfile: String?
    /// Sites run as the owner of their file.
    public var tyrant = false
    /// In tyrant mode `exec://` in a site's file runs.
    public var tyrantRunsCommands = false
    /// The longest wait between two starts of a failing site, milliseconds.
    public var maxThrottle = 180_000
    /// Where sockets and locks live; nil for the default.
    public var runDirectory: String?
    /// Where history lives; nil for the default.
    public var stateDirectory: String?
}
