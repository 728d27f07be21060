/// A process and what came of it: its session and its process group, and whoever inherited its mark, a variable of its
/// environment that stays with those that left both.
public struct ProcessFamily: Sendable {
    /// Who leads session and group.
    public let leader: ProcessIdentity
    /// "NAME=value" as it stands in the environment of all of them; nil where it is not known.
    public let mark: String?

    /// The family of a process that leads its session.
    public init(leader: ProcessIdentity, mark: String?) {
        self.leader = leader
        self.mark = mark
    }

    /// Those that live, and among them those whose parent is no member. Zombies do not count.
    public var members: (all: [ProcessIdentity], tops: [ProcessIdentity]) {
        let found = livingProcesses().filter(isMember)
        let pids = Set(found.map(\.identity.pid))
        return (found.map(\.identity), found.filter { !pids.contains($0.parent) }.map(\.identity))
    }

    private func isMember(_ process: LivingProcess) -> Bool {
        let isRelated = process.session == leader.pid || process.group == leader.pid
        // Nobody who came before the leader is of its family, and a leader of another time leads another one.
        guard process.identity.startTime >= leader.startTime else { return false }
        if isRelated && (process.identity.pid != leader.pid || process.identity == leader) { return true }
        return hasMark(process.identity.pid)
    }

    private func hasMark(_ pid: Int32) -> Bool {
        guard let mark, let environment = try? readFile("/proc/\(pid)/environ", limit: 1 << 20) else { return false }
        let wanted = Array(mark.utf8)
        return environment.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}

/// A process as /proc shows it.
private struct LivingProcess {
    let identity: ProcessIdentity
    let parent: Int32
    let group: Int32
    let session: Int32
}

private func livingProcesses() -> [LivingProcess] {
    let pids = ((try? listDirectory("/proc")) ?? []).compactMap { Int32($0) }
    return pids.compactMap { pid in
        guard let fields = statFields(pid), fields.count > 19, fields[0] != "Z", fields[0] != "X",
            let parent = Int32(fields[1]), let group = Int32(fields[2]), let session = Int32(fields[3]),
            let startTime = UInt64(fields[19])
        else { return nil }
        return LivingProcess(
            identity: ProcessIdentity(pid: pid, startTime: startTime), parent: parent, group: group, session: session)
    }
}

/// Our own children that live, those among them that came to us as a subreaper.
public func ownChildren() -> [ProcessIdentity] {
    let own = currentProcess()
    return livingProcesses().filter { $0.parent == own }.map(\.identity)
}
