import Kernel
import Protocol

/// The two directions of a stream socket that carries lines.
final class LineStream {
    private let socket: SharedDescriptor
    private let poller: Poller
    private var splitter = LineSplitter(limit: longest)
    private var pending: [[UInt8]] = []

    /// Bytes of the longest line: the status of thousands of sites is one.
    private static let longest = 64 << 20

    /// What came next.
    enum Next {
        case line([UInt8])
        /// Nothing did in time.
        case deadline
        /// The other end is gone, and why.
        case closed(String)
    }

    /// Takes over a connected socket.
    init(_ socket: SharedDescriptor) throws(SystemError) {
        self.socket = socket
        poller = try Poller()
        try poller.add(socket.raw, .readable, token: 0)
    }

    /// Sends all of it.
    func send(_ line: [UInt8]) throws(SystemError) {
        try writeAll(socket.raw, line + [UInt8(ascii: "\n")], purpose: "asking the emperor")
    }

    /// The next line, waiting for it until the deadline, or for ever.
    func next(by deadline: Instant?) -> Next {
        do {
            while pending.isEmpty {
                let left = deadline.map { $0 - .now }
                if let left, left <= .zero { return .deadline }
                if try poller.wait(timeout: left).isEmpty { continue }
                if let end = try readMore() { return .closed(end) }
            }
            return .line(pending.removeFirst())
        } catch {
            return .closed("\(error)")
        }
    }

    /// Reads what is there; why nothing more can come, if so.
    private func readMore() throws(SystemError) -> String? {
        guard case .done(let bytes) = try read(socket.raw, atMost: 64 * 1024) else { return nil }
        if bytes.isEmpty { return "end of the stream" }
        guard let lines = splitter.feed(bytes) else { return "a line of more than \(Self.longest >> 20) MiB" }
        pending += lines
        return nil
    }
}
