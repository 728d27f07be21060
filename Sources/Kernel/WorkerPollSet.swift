import CLinux
import Glibc

extension Interest {
    /// Tell once, then not again until `WorkerPollSet.rearm` (epoll_ctl(2) EPOLLONESHOT): of several threads that wait on
    /// one set, exactly one gets the descriptor.
    public static let oneShot = Interest(rawValue: EPOLLONESHOT.rawValue)
}

/// epoll(7) for a worker: any number of threads wait on it, and waiting allocates nothing.
public final class WorkerPollSet: Sendable {
    private let epoll: Int32

    /// Room for what happened, one for each waiting thread.
    public struct Events: ~Copyable {
        fileprivate var raw: [epoll_event]
        fileprivate var count = 0

        /// Room for so many events; of a set with several waiters each should take one at a time.
        public init(room: Int) {
            raw = [epoll_event](repeating: epoll_event(), count: room)
        }

        /// The events of the last wait.
        public var indices: Range<Int> { 0..<count }

        /// The token of the descriptor that something happened to.
        public func token(at index: Int) -> UInt64 {
            precondition(index < count)
            return raw[index].data.u64
        }

        /// Whether the descriptor is over: its other end hung up, or it was a listener and was shut down (EPOLLHUP).
        public func hasEnded(at index: Int) -> Bool {
            precondition(index < count)
            return raw[index].events & EPOLLHUP.rawValue != 0
        }
    }

    /// An empty set.
    public init() throws(SystemError) {
        epoll = try check("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
    }

    deinit {
        close(epoll)
    }

    /// Starts waiting on a borrowed descriptor.
    public func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, interest, token)
    }

    /// Waits again on a descriptor that was told of once, or for something else.
    public func rearm(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, interest, token)
    }

    /// Stops waiting on it.
    public func remove(_ descriptor: Int32) throws(SystemError) {
        try control(EPOLL_CTL_DEL, descriptor, [], 0)
    }

    /// Waits until something happens or the time is over; a signal ends it early. Milliseconds, -1: for ever.
    public func wait(_ events: inout Events, milliseconds: Int32) throws(SystemError) {
        let count = epoll_wait(epoll, &events.raw, Int32(events.raw.count), milliseconds)
        if count < 0 {
            let code = errno
            if code != EINTR { throw SystemError(call: "epoll_wait", code: code) }
        }
        events.count = max(0, Int(count))
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ interest: Interest, _ token: UInt64
    ) throws(SystemError) {
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: token))
        try check("epoll_ctl", for: "descriptor \(descriptor)") { epoll_ctl(epoll, operation, descriptor, &event) }
    }
}
