import CLinux
import Glibc

/// How many descriptors a process may have open (getrlimit(2), RLIMIT_NOFILE).
public struct DescriptorLimit: Hashable, Sendable {
    /// What is in force.
    public let soft: UInt64
    /// How far the process itself may raise it.
    public let hard: UInt64

    /// A limit.
    public init(soft: UInt64, hard: UInt64) {
        self.soft = soft
        self.hard = hard
    }

    /// The limit of this process.
    public static func current() throws(SystemError) -> DescriptorLimit {
        var raw = rlimit()
        try check("getrlimit") { getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raw) }
        return DescriptorLimit(soft: UInt64(raw.rlim_cur), hard: UInt64(raw.rlim_max))
    }

    /// Raises the limit of this process as far as it may, and returns what it was: children inherit it, and programs that
    /// count their descriptors or wait with select(2) are not made for a high one.
    public static func raise() throws(SystemError) -> DescriptorLimit {
        let before = try current()
        if before.soft < before.hard { try DescriptorLimit(soft: before.hard, hard: before.hard).give(to: getpid()) }
        return before
    }

    /// Puts the limit in force for a process of ours, from its next call on (prlimit(2)).
    public func give(to pid: Int32) throws(SystemError) {
        try check("prlimit", for: "process \(pid), \(soft) descriptors") { cl_limit_descriptors(pid, soft, hard) }
    }
}
