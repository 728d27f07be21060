import Kernel
import Protocol

/// A connection to the emperor, from its greeting on.
final class Conversation {
    /// What the emperor said of itself.
    let greeting: Greeting
    private let lines: LineStream
    private let path: String

    /// How long an emperor may take for an answer that waits for no site.
    static let patience = Duration.seconds(10)

    /// Connects and takes the greeting.
    init(at path: String) throws(Refusal) {
        self.path = path
        let lines = try connect(to: path)
        greeting = try readGreeting(from: lines, at: path)
        self.lines = lines
    }

    /// Asks, and hands over each reply until the one that ends the request, which is returned. Nil: `deadline` passed.
    func ask(
        _ request: ControlRequest, by deadline: Instant?, each: (ControlReply) throws -> Void
    ) throws -> Ending? {
        try send(request)
        while let line = try nextLine(by: deadline) {
            let reply = try decode(line)
            guard reply.id == request.id else { continue }
            if let ending = reply.end ?? reply.refused { return ending }
            try each(reply)
        }
        return nil
    }

    /// Asks something that the emperor answers without waiting for a site.
    func askBriefly(_ request: ControlRequest, each: (ControlReply) throws -> Void = { _ in }) throws -> Ending {
        if let ending = try ask(request, by: .now + Self.patience, each: each) { return ending }
        throw Refusal(
            .noEmperor,
            "the emperor at \(path) (pid \(greeting.pid)) has not answered for \(exactDuration(Self.patience.inSeconds)): "
                + "it is stopped or hangs; its log may say why")
    }

    private func send(_ request: ControlRequest) throws(Refusal) {
        do {
            try lines.send(encodeMessage(request))
        } catch {
            throw hungUp("\(error)")
        }
    }

    private func nextLine(by deadline: Instant?) throws(Refusal) -> [UInt8]? {
        switch lines.next(by: deadline) {
        case .line(let bytes): return bytes
        case .deadline: return nil
        case .closed(let reason): throw hungUp(reason)
        }
    }

    private func decode(_ line: [UInt8]) throws(Refusal) -> ControlReply {
        do {
            return try decodeMessage(ControlReply.self, line)
        } catch {
            throw Refusal(
                .failed,
                "the answer of emperor \(greeting.emperor) at \(path) cannot be read (\(error)): "
                    + "use the emperorctl that came with it")
        }
    }

    private func hungUp(_ reason: String) -> Refusal {
        Refusal(
            .noEmperor,
            "the emperor at \(path) (pid \(greeting.pid)) closed the connection before it had answered (\(reason)): "
                + "emperorctl status tells what was done")
    }
}

private func connect(to path: String) throws(Refusal) -> LineStream {
    do {
        return try LineStream(connectSocket(.unix(path: path)))
    } catch {
        throw refusal(of: error, at: path)
    }
}

private func readGreeting(from lines: LineStream, at path: String) throws(Refusal) -> Greeting {
    switch lines.next(by: .now + Conversation.patience) {
    case .deadline:
        let waited = exactDuration(Conversation.patience.inSeconds)
        throw Refusal(
            .noEmperor, "whoever listens at \(path) said nothing for \(waited): it is stopped, hangs, or is no emperor")
    case .closed(let reason):
        throw Refusal(
            .noEmperor, "whoever listens at \(path) hung up without a greeting (\(reason)): its log may say why")
    case .line(let bytes):
        return try checkedGreeting(bytes, at: path)
    }
}
