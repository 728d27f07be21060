import Kernel

/// Bytes of a regular file that is open.
struct FilePart {
    let descriptor: Int32
    let position: Int
    var count: Int

    /// What a file holds from a position on; nil where it is no regular file, or has no size: those of proc(5) hold something
    /// all the same.
    init?(_ descriptor: Int32, from position: Int) {
        guard position >= 0, let facts = try? FileFacts(descriptor: descriptor), facts.kind == .regular, facts.size > 0
        else { return nil }
        self.descriptor = descriptor
        self.position = position
        count = max(0, Int(clamping: facts.size) - position)
    }

    /// Bytes up to which a file is read, to go out in one call with the head.
    static let mostInOnePiece = 32 * 1024
    /// Bytes of one call to sendfile(2): what a client takes at once, and a bound on what is read from the disk meanwhile.
    private static let mostAtOnce = 1024 * 1024

    /// All of them, where they are few; nil: they are not, or the file has less by now.
    var bytes: [UInt8]? {
        guard count <= Self.mostInOnePiece, let bytes = try? read(descriptor, from: position, atMost: count),
            bytes.count == count
        else { return nil }
        return bytes
    }

    /// Some of what follows the first `sent` bytes; nil: the file has no more.
    func piece(skipping sent: Int) -> [UInt8]? {
        let count = min(count - sent, Self.mostInOnePiece)
        guard let bytes = try? read(descriptor, from: position + sent, atMost: count), !bytes.isEmpty else {
            return nil
        }
        return bytes
    }

    /// Sends what follows the first `sent` bytes, as much as the client takes at once.
    func send(to connection: Int32, skipping sent: Int) -> Transfer {
        sendFile(connection, descriptor, from: position + sent, count: min(count - sent, Self.mostAtOnce))
    }
}

extension Core {
    /// Sends bytes of a file, waiting for the client where it must, with the interpreter's lock let go. Returns how many were
    /// sent, and whether the client is gone or took nothing for the time that one wait may last; fewer than asked for
    /// without that: the file has no more.
    func send(_ connection: Connection, _ file: FilePart) -> (sent: Int, isBroken: Bool) {
        caller.lock.without {
            var sent = 0
            while sent < file.count {
                switch file.send(to: connection.descriptor, skipping: sent) {
                case .moved(let count): sent += count
                case .notYet: if !waitForRoom(connection) { return (sent, true) }
                case .ended: return (sent, false)
                case .broken: return sendRead(connection, file, from: sent)
                }
            }
            return (sent, false)
        }
    }

    /// The rest of a file from a file system that does not know sendfile(2); where it was the client that failed, it fails
    /// again.
    private func sendRead(_ connection: Connection, _ file: FilePart, from start: Int) -> (sent: Int, isBroken: Bool) {
        var sent = start
        writer.clear()
        while sent < file.count {
            guard let piece = file.piece(skipping: sent) else { return (sent, false) }
            if !send(connection, piece.span, Span()) { return (sent, true) }
            sent += piece.count
        }
        return (sent, false)
    }
}
