import CLinux
import Glibc

/// What to wait for on a descriptor.
public struct Interest: OptionSet, Sendable {
    /// Events as epoll_ctl(2) takes them.
    public let rawValue: UInt32

    /// A set of such events.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Something to read, a connection to accept, or the peer's end.
    public static let readable = Interest(rawValue: EPOLLIN.rawValue)
    /// Room to write.
    public static let writable = Interest(rawValue: EPOLLOUT.rawValue)
    /// Of several processes that wait on one descriptor, wake one (epoll_ctl(2) EPOLLEXCLUSIVE).
    public static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
}

/// What happened on a descriptor.
public struct Readiness: OptionSet, Sendable {
    /// Events as epoll_wait(2) reports them.
    public let rawValue: UInt32

    /// A set of such events.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// There is something to read, or the peer has finished.
    public var isReadable: Bool { rawValue & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
    /// Nothing will come any more: the peer has gone, or a listening socket was shut down.
    public var hasEnded: Bool { rawValue & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
    /// There is room to write, or writing would fail at once.
    public var isWritable: Bool { rawValue & (EPOLLOUT.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}

/// epoll(7). Each registration has a token of its own, so that an event of a descriptor that was closed, and whose
/// number serves something else by now, is recognised and dropped by whoever keeps the tokens.
public struct Poller: ~Copyable {
    private let epoll: FileDescriptor

    /// One thing that happened.
    public struct Event: Sendable {
        /// The token given at registration.
        public let token: UInt64
        /// What happened.
        public let readiness: Readiness
    }

    /// An empty set.
    public init() throws(SystemError) {
        epoll = FileDescriptor(owning: try check("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    }

    /// Starts waiting on a borrowed descriptor.
    public func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, interest, token)
    }

    /// Waits for something else on it from now on.
    public func modify(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, interest, token)
    }

    /// Stops waiting on it; to be called before the descriptor is closed.
    public func remove(_ descriptor: Int32) throws(SystemError) {
        try control(EPOLL_CTL_DEL, descriptor, [], 0)
    }

    /// Waits until something happens, at most `timeout` (nil: for ever).
    public func wait(timeout: Duration?, atMost room: Int = 64) throws(SystemError) -> [Event] {
        var events = [epoll_event](repeating: epoll_event(), count: room)
        let milliseconds = timeout.map { Int32(clamping: max(0, $0.millisecondsRoundedUp)) } ?? -1
        let count = epoll_wait(epoll.raw, &events, Int32(room), milliseconds)
        if count < 0 {
            let code = errno
            if code == EINTR { return [] }
            throw SystemError(call: "epoll_wait", code: code)
        }
        return events.prefix(Int(count)).map {
            Event(token: $0.data.u64, readiness: Readiness(rawValue: $0.events))
        }
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ interest: Interest, _ token: UInt64
    ) throws(SystemError) {
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: token))
        try check("epoll_ctl", for: "descriptor \(descriptor)") {
            epoll_ctl(epoll.raw, operation, descriptor, &event)
        }
    }
}
