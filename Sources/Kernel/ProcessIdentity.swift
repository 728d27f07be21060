import CLinux
import Glibc

/// One process for all time: its pid may be given to another, its pid and start time together not (until a reboot).
public struct ProcessIdentity: Hashable, Codable, Sendable {
    /// The process id.
    public let pid: Int32
    /// Clock ticks since boot when it started (proc(5), stat field 22).
    public let startTime: UInt64

    /// The identity of a process that exists, zombies included; nil for one that does not.
    public init?(of pid: Int32) {
        guard let startTime = processStartTime(pid) else { return nil }
        self.pid = pid
        self.startTime = startTime
    }

    init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// Whose process it is (its effective user); nil when it has gone.
    public var user: UInt32? { isAlive ? (try? FileFacts(path: "/proc/\(pid)"))?.uid : nil }

    /// Whether this very process still exists and has not ended.
    public var isAlive: Bool {
        guard let fields = statFields(pid), fields.count > 19 else { return false }
        return UInt64(fields[19]) == startTime && fields[0] != "Z" && fields[0] != "X"
    }

    /// Sends a signal to this process and no other; false when it has gone.
    @discardableResult
    public func send(_ signal: Signal) throws(SystemError) -> Bool {
        guard let handle = try ProcessHandle(of: pid), ProcessIdentity(of: pid) == self else { return false }
        return try handle.send(signal)
    }
}

/// A held process (pidfd_open(2)): readable when it ends, and signals to it can hit nobody else.
public final class ProcessHandle: DescriptorOwner {
    private let descriptor: FileDescriptor

    /// Takes hold of a process; nil when there is none of that pid.
    public init?(of pid: Int32) throws(SystemError) {
        do {
            descriptor = FileDescriptor(owning: try check("pidfd_open", for: "process \(pid)") { cl_pidfd_open(pid) })
        } catch {
            if error.code == ESRCH { return nil }
            throw error
        }
    }

    /// The descriptor to wait on.
    public var raw: Int32 { descriptor.raw }

    /// Sends a signal; false when the process has gone (pidfd_send_signal(2)).
    @discardableResult
    public func send(_ signal: Signal) throws(SystemError) -> Bool {
        do {
            try check("pidfd_send_signal", for: "\(signal)") { cl_pidfd_signal(descriptor.raw, signal.number) }
            return true
        } catch {
            if error.code == ESRCH { return false }
            throw error
        }
    }
}

/// Signals a child of ours that has not been reaped; for others use `ProcessIdentity`. A child that has ended is not an error.
public func signalChild(_ pid: Int32, _ signal: Signal) {
    kill(pid, signal.number)
}

/// Signals the process group that a child leads.
public func signalGroup(_ leader: Int32, _ signal: Signal) {
    kill(-leader, signal.number)
}

/// Resident memory of a process in bytes, as its own page tables count it; nil when it has gone (proc(5), statm).
public func residentMemory(of pid: Int32) -> UInt64? {
    MemoryUse(of: pid)?.resident
}

/// The short name of a process, for messages; nil when it has gone.
public func processName(of pid: Int32) -> String? {
    guard let text = try? readFile("/proc/\(pid)/comm", limit: 256) else { return nil }
    return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
}

private func processStartTime(_ pid: Int32) -> UInt64? {
    guard let fields = statFields(pid), fields.count > 19 else { return nil }
    return UInt64(fields[19])
}

/// The fields of /proc/PID/stat after the program's name, which may itself hold blanks and parentheses.
func statFields(_ pid: Int32) -> [Substring]? {
    guard let text = try? readFile("/proc/\(pid)/stat", limit: 2048) else { return nil }
    guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    return String(decoding: text[(end + 1)...], as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
}
