/// Tells whom the kernel killed for want of memory. wait(2) does not know: the process has died of SIGKILL as of any other.
/// The kernel counts such kills, for the cgroup of this process and for the machine, before it sends the signal.
struct MemoryKills {
    private var known: Counts
    private var since: Instant

    init() {
        known = .read(limitToo: false)
        since = .now
    }

    /// How a child ended, with what the counters add to it. Each kill they tell of explains one end.
    mutating func explain(_ status: ExitStatus) -> ExitStatus {
        guard case .killed(.kill, _) = status else { return status }
        let counts = Counts.read(limitToo: true)
        let now = Instant.now
        defer { since = now }
        if let inGroup = counts.inGroup, let before = known.inGroup, inGroup > before {
            known.inGroup = before + 1
            known.onMachine += counts.onMachine > known.onMachine ? 1 : 0
            return .killedForMemory(.ofGroup(limit: counts.limit))
        }
        guard counts.onMachine > known.onMachine else { return status }
        known.onMachine += 1
        return .killedForMemory(.ofMachine(within: now - since))
    }

    /// What the kernel has counted.
    private struct Counts {
        /// In the memory cgroup of this process: memory.events of version 2, memory.oom_control of version 1; nil without.
        var inGroup: UInt64?
        /// On the whole machine, or in the whole container (proc(5), /proc/vmstat).
        var onMachine: UInt64
        /// What the cgroup may have, in bytes; nil: no limit of its own.
        var limit: UInt64?

        static func read(limitToo: Bool) -> Counts {
            let group = memoryGroup()
            let kills = group.flatMap { number("oom_kill", in: $0.path + "/" + $0.countsFile) }
            let limit = limitToo ? group.flatMap { number(nil, in: $0.path + "/" + $0.limitFile) } : nil
            let most = limit.flatMap { $0 < 1 << 62 ? $0 : nil }
            return Counts(inGroup: kills, onMachine: number("oom_kill", in: "/proc/vmstat") ?? 0, limit: most)
        }
    }

    private struct Group {
        let path: String
        let countsFile: String
        let limitFile: String
    }

    /// The cgroup that accounts for this process's memory (cgroups(7), /proc/pid/cgroup).
    private static func memoryGroup() -> Group? {
        var unified: Group?
        for line in lines(of: "/proc/self/cgroup") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if fields[1].split(separator: ",").contains("memory") {
                return Group(
                    path: "/sys/fs/cgroup/memory\(fields[2])", countsFile: "memory.oom_control",
                    limitFile: "memory.limit_in_bytes")
            }
            if fields[0] == "0" {
                unified = Group(
                    path: "/sys/fs/cgroup\(fields[2])", countsFile: "memory.events", limitFile: "memory.max")
            }
        }
        return unified
    }

    /// The number that follows a word in a file, or that is all there is.
    private static func number(_ word: String?, in path: String) -> UInt64? {
        lines(of: path).lazy.compactMap { line in
            let parts = line.split(separator: " ")
            guard let word else { return parts.first.flatMap { UInt64($0) } }
            return parts.count == 2 && parts[0] == word ? UInt64(parts[1]) : nil
        }.first
    }

    private static func lines(of path: String) -> [Substring] {
        guard let bytes = try? readFile(path, limit: 1 << 20) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}

/// Which memory was short when the kernel killed a process.
public enum MemoryShortage: Hashable, Sendable {
    /// That of the cgroup in which it ran, which may have so many bytes.
    case ofGroup(limit: UInt64?)
    /// The machine's, as it seems: it killed some process for that so short a time before.
    case ofMachine(within: Duration)
}

extension MemoryShortage: CustomStringConvertible {
    /// "out of memory, its cgroup may have 512 MB".
    public var description: String {
        switch self {
        case .ofGroup(let limit?): "out of memory: its cgroup may have \(limit >> 20) MB"
        case .ofGroup(nil): "out of memory: a cgroup above its own has no more"
        case .ofMachine(let time):
            "probably out of memory: the kernel killed a process for that within the last "
                + "\(max(1, time.millisecondsRoundedUp / 1000)) s"
        }
    }
}
