import CLinux
import Glibc

/// Accepts one connection, non-blocking and close-on-exec; the caller owns the number. `notYet` as well for a client that
/// left before it was accepted (ECONNABORTED), and for a listener that was shut down (EINVAL).
public func acceptClient(_ listener: Int32) throws(SystemError) -> Attempt<Int32> {
    let raw = cl_accept(listener, 1)
    if raw >= 0 { return .done(raw) }
    let code = errno
    if code == EAGAIN || code == ECONNABORTED || code == EINTR || code == EINVAL { return .notYet }
    throw SystemError(call: "accept4", code: code)
}

extension SystemError {
    /// No descriptor is left, in this process or on the machine (EMFILE, ENFILE).
    public var isOutOfDescriptors: Bool { code == EMFILE || code == ENFILE }
}

/// How an attempt to move bytes ended; the peer's failures are ordinary here.
public enum Transfer: Equatable, Sendable {
    /// So many bytes, at least one.
    case moved(Int)
    /// Nothing now: wait for readiness.
    case notYet
    /// The peer has ended its side (reading only).
    case ended
    /// The connection is gone (ECONNRESET, EPIPE, ETIMEDOUT...).
    case broken
}

/// Receives into `bytes` from `start` on, as much as fits.
public func receive(_ raw: Int32, into bytes: inout [UInt8], from start: Int) -> Transfer {
    precondition(start >= 0 && start < bytes.count)
    return bytes.withUnsafeMutableBytes { buffer in
        transfer { recv(raw, buffer.baseAddress.map { $0 + start }, buffer.count - start, 0) }
    }
}

/// Sends up to three pieces in one call (sendmsg(2), without SIGPIPE), leaving out the first `skip` bytes of them all.
public func send(
    _ raw: Int32, _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>, skipping skip: Int
) -> Transfer {
    first.withUnsafeBytes { first in
        second.withUnsafeBytes { second in
            third.withUnsafeBytes { third in
                sendPieces(raw, first, second, third, skip)
            }
        }
    }
}

private func sendPieces(
    _ raw: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ third: UnsafeRawBufferPointer,
    _ skip: Int
) -> Transfer {
    var vectors = (iovec(), iovec(), iovec())
    return withUnsafeMutableBytes(of: &vectors) { room in
        let vectors = room.bindMemory(to: iovec.self)
        var count = 0
        var skip = skip
        func add(_ piece: UnsafeRawBufferPointer) {
            let skipped = min(skip, piece.count)
            skip -= skipped
            guard piece.count > skipped, let base = piece.baseAddress else { return }
            vectors[count].iov_base = UnsafeMutableRawPointer(mutating: base + skipped)
            vectors[count].iov_len = piece.count - skipped
            count += 1
        }
        add(first)
        add(second)
        add(third)
        precondition(count > 0, "nothing to send")
        var message = msghdr()
        message.msg_iov = vectors.baseAddress
        message.msg_iovlen = count
        return transfer { sendmsg(raw, &message, Int32(MSG_NOSIGNAL)) }
    }
}

/// Sends bytes of a file from a position on without looking at them (sendfile(2)); the file's own position stays. `ended`:
/// the file has no more. `broken` also where such a file cannot be sent in this way.
public func sendFile(_ raw: Int32, _ file: Int32, from position: Int, count: Int) -> Transfer {
    var offset = off_t(position)
    return transfer { sendfile(raw, file, &offset, count) }
}

/// Reads from a position of a file, at most so many bytes; empty at its end (pread(2)).
public func read(_ file: Int32, from position: Int, atMost count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let length = try check("pread", for: "descriptor \(file)") { pread(file, &bytes, count, off_t(position)) }
    bytes.removeLast(count - length)
    return bytes
}

/// Not inlined, so that nothing runs between the call and the reading of errno.
@inline(never)
private func transfer(_ body: () -> Int) -> Transfer {
    while true {
        let count = body()
        if count > 0 { return .moved(count) }
        if count == 0 { return .ended }
        switch errno {
        case EINTR: continue
        case EAGAIN: return .notYet
        default: return .broken
        }
    }
}

/// Waits until a descriptor is ready or the time is over; false: it is not. An error of the descriptor counts as ready.
public func waitUntilReady(_ raw: Int32, toWrite: Bool, milliseconds: Int64) -> Bool {
    let deadline = Instant.now + .milliseconds(milliseconds)
    var entry = pollfd(fd: raw, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
    while true {
        let left = (deadline - .now).millisecondsRoundedUp
        let count = poll(&entry, 1, Int32(clamping: max(0, left)))
        if count > 0 { return true }
        if count == 0 || errno != EINTR { return false }
        if left <= 0 { return false }
    }
}

/// Ends our side of a connection; the peer may still send (shutdown(2) SHUT_WR).
public func endSending(_ raw: Int32) {
    shutdown(raw, Int32(SHUT_WR))
}

/// Ends both sides of a connection, whoever else has its descriptor (shutdown(2) SHUT_RDWR).
public func endBothSides(_ raw: Int32) {
    shutdown(raw, Int32(SHUT_RDWR))
}

/// Connections that wait on a listening socket, not accepted yet; nil where the kernel does not say.
public func queueLength(_ listener: Int32) -> Int? {
    let count = cl_queue_length(listener)
    return count < 0 ? nil : Int(count)
}

/// Closes a descriptor that is a plain number by design: connections are kept in tables.
public func closeDescriptor(_ raw: Int32) {
    close(raw)
}

/// Sends what is written at once instead of waiting for more (tcp(7) TCP_NODELAY); not for unix sockets, which ignore it.
public func sendAtOnce(_ raw: Int32) {
    var on: Int32 = 1
    setsockopt(raw, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
}

/// Whether the reader of a pipe, or the other end of a socket, is gone.
public func readerIsGone(_ raw: Int32) -> Bool {
    var entry = pollfd(fd: raw, events: 0, revents: 0)
    return poll(&entry, 1, 0) > 0 && Int32(entry.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
}
