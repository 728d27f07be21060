/// How ready the kernel is to kill a process where memory is short (proc(5), oom_score_adj): -1000, never, up to 1000.
public struct MemoryPressure: Hashable, Sendable {
    /// The value that the kernel adds to what it thinks of the process.
    public let adjustment: Int

    /// A value from -1000 to 1000; what lies outside is cut.
    public init(adjustment: Int) {
        self.adjustment = max(-1000, min(1000, adjustment))
    }

    /// What a process has; nil when it has gone, or there is no /proc.
    public init?(of pid: Int32) {
        guard let bytes = try? readFile(Self.path(pid), limit: 64),
            let value = Int(String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" })
        else { return nil }
        self.init(adjustment: value)
    }

    /// So much more than this.
    public func raised(by amount: Int) -> MemoryPressure {
        MemoryPressure(adjustment: adjustment + max(-2000, min(2000, amount)))
    }

    /// Gives it to a process and to what that forks from now on. Everybody may raise it of his own, and lower it again to
    /// where it was.
    public func apply(to pid: Int32) throws(SystemError) {
        let file = try openFile(Self.path(pid), .overwrite)
        try writeAll(file.raw, Array("\(adjustment)".utf8), purpose: Self.path(pid))
    }

    private static func path(_ pid: Int32) -> String { "/proc/\(pid)/oom_score_adj" }
}
