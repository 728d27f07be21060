import Kernel

/// Workers of an earlier master, which serve until ours do. They are not our children, and may be another user's.
final class Predecessors {
    private let loop: EventLoop
    private let onEnd: () -> Void
    private var watches: [ProcessIdentity: EventLoop.Watch] = [:]
    private var isDraining = false

    /// `onEnd` is called when one of them has ended.
    init(_ loop: EventLoop, onEnd: @escaping () -> Void) {
        self.loop = loop
        self.onEnd = onEnd
    }

    /// Those that live.
    var living: [ProcessIdentity] { watches.keys.sorted { $0.pid < $1.pid } }
    /// How many of them accept connections.
    var serving: Int { isDraining ? 0 : watches.count }

    /// Takes them over; those that have ended meanwhile do not count.
    func take(_ identities: [ProcessIdentity]) {
        for identity in identities {
            guard let handle = try? ProcessHandle(of: identity.pid), identity.isAlive else { continue }
            watches[identity] = try? loop.watch(handle) { [unowned self] _ in ended(identity) }
        }
    }

    private func ended(_ identity: ProcessIdentity) {
        if let watch = watches.removeValue(forKey: identity) { loop.cancel(watch) }
        onEnd()
    }

    /// Tells them to accept nothing more; returns those that this was news for.
    func drain() -> [ProcessIdentity] {
        defer { isDraining = true }
        return isDraining ? [] : living
    }
}
