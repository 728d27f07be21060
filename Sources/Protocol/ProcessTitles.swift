/// What ps(1) is to show for the processes of a site: uWSGI's procname options, and what is shown without them.
public struct ProcessTitles: Codable, Hashable, Sendable {
    /// The site's name.
    public var site = ""
    /// The generation of zygote and workers.
    public var generation = 0
    /// The site asked for titles of uWSGI's form (`auto-procname`, or any other of them).
    public var isAsked = false
    /// Before each title (`procname-prefix`).
    public var prefix = ""
    /// After each title (`procname-append`).
    public var append = ""
    /// In place of what would be said of the process (`procname`).
    public var name: String?
    /// The same for the master alone (`procname-master`).
    public var master: String?

    /// Titles of nobody yet.
    public init() {}

    /// The master's; nil: its command line stays.
    public var ofMaster: String? {
        isAsked ? prefix + (master ?? name ?? "uWSGI master (\(site))") + append : nil
    }

    /// A zygote's.
    public var ofZygote: String { title(of: "zygote") }

    /// A worker's.
    public func ofWorker(_ id: Int) -> String { title(of: "worker \(id)") }

    /// It begins as uWSGI's, which people search for.
    private func title(of role: String) -> String {
        if !isAsked { return "vassal \(site): \(role), generation \(generation)" }
        return prefix + (name ?? "uWSGI \(role) (\(site), generation \(generation))") + append
    }
}
