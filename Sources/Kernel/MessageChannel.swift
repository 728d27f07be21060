import CLinux
import Glibc

/// A datagram of a channel with what came along.
public struct ReceivedMessage {
    /// The datagram.
    public let bytes: [UInt8]
    /// Descriptors attached to it, close-on-exec, now ours.
    public let descriptors: [SharedDescriptor]
    /// The sender's pid as the kernel vouches for it; nil unless `identifySenders` was called before it was sent.
    public let senderPID: Int32?
}

/// One end of a SOCK_SEQPACKET unix socket: datagrams in order, descriptors attached (unix(7)).
public final class MessageChannel: DescriptorOwner {
    private let descriptor: SharedDescriptor

    /// Speaks over a connected socket.
    public init(_ descriptor: SharedDescriptor) {
        self.descriptor = descriptor
    }

    /// The descriptor to wait on.
    public var raw: Int32 { descriptor.raw }

    /// Two connected ends (socketpair(2)): one to keep, one to give away.
    public static func pair() throws(SystemError) -> (ours: MessageChannel, theirs: SharedDescriptor) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try check("socketpair") { socketpair(AF_UNIX, kind, 0, &ends) }
        return (MessageChannel(SharedDescriptor(owning: ends[0])), SharedDescriptor(owning: ends[1]))
    }

    /// Has the other end's sending fail from now on; what it has sent can still be received (shutdown(2), SHUT_RD).
    public func refuseMessages() {
        shutdown(raw, Int32(SHUT_RD))
    }

    /// Has the kernel say who sent each message from now on (SO_PASSCRED).
    public func identifySenders() throws(SystemError) {
        var on: Int32 = 1
        try check("setsockopt", for: "SO_PASSCRED") {
            setsockopt(raw, SOL_SOCKET, SO_PASSCRED, &on, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Sends one datagram with borrowed descriptors attached. `notYet`: the queue is full (non-blocking ends only).
    public func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws(SystemError) -> Attempt<Void> {
        let outcome = try attempt("sendmsg", for: "a message of \(bytes.count) bytes") {
            cl_send_message(raw, bytes, bytes.count, descriptors, Int32(descriptors.count))
        }
        switch outcome {
        case .done: return .done(())
        case .notYet: return .notYet
        }
    }

    /// Takes one datagram; nil when the other end has closed.
    public func receive() throws(SystemError) -> Attempt<ReceivedMessage?> {
        guard case .done(let room) = try nextLength() else { return .notYet }
        return try receive(room: room)
    }

    /// Takes one datagram, for which there is so much room; a longer one is lost, and an error (EMSGSIZE). For several
    /// processes that take from one end: none of them can know which datagram is the next.
    public func receive(room: Int) throws(SystemError) -> Attempt<ReceivedMessage?> {
        var bytes = [UInt8](repeating: 0, count: room)
        var numbers = [Int32](repeating: -1, count: Int(CL_MAX_DESCRIPTORS))
        var count = Int32(numbers.count)
        var sender = cl_sender()
        let outcome = try attempt("recvmsg") {
            count = Int32(numbers.count)
            return cl_receive_message(raw, &bytes, room, &numbers, &count, &sender)
        }
        guard case .done(let length) = outcome else { return .notYet }
        let descriptors = numbers.prefix(Int(count)).map { SharedDescriptor(owning: $0) }
        if length == 0 && descriptors.isEmpty { return .done(nil) }
        bytes.removeLast(room - length)
        return .done(
            ReceivedMessage(bytes: bytes, descriptors: descriptors, senderPID: sender.pid == 0 ? nil : sender.pid))
    }

    /// How long the next datagram is. A peer that ended with messages unread leaves ECONNRESET, once, in front of what it
    /// said.
    private func nextLength() throws(SystemError) -> Attempt<Int> {
        do {
            return try attempt("recv") { cl_next_message_length(raw) }
        } catch {
            guard error.code == ECONNRESET else { throw error }
            return try attempt("recv") { cl_next_message_length(raw) }
        }
    }
}
