import Kernel

/// A request over a private connection to a worker that no client can reach yet: HTTP/1.1, GET, for the host `localhost`.
final class HealthCheck {
    /// How it was answered, in one line for people where it was not well.
    enum Outcome: Equatable {
        case healthy
        case unhealthy(String)
    }

    private let loop: EventLoop
    private var watch: EventLoop.Watch?
    private var timer: Timers.Token?
    private var head: [UInt8] = []
    private let onEnd: (Outcome) -> Void

    private static let longestStatusLine = 1024
    /// A worker that died closed its connection too, and its end says more: it may be told of a moment later.
    private static let lastWord = Duration.seconds(1)

    /// Listens for the answer to a request that was sent. `onEnd` is called once, unless the check is ended first.
    init(_ loop: EventLoop, on connection: SharedDescriptor, onEnd: @escaping (Outcome) -> Void) throws(SystemError) {
        self.loop = loop
        self.onEnd = onEnd
        watch = try loop.watch(connection) { [unowned self] _ in read(connection.raw) }
    }

    /// What the worker is asked.
    static func request(_ path: String) -> [UInt8] {
        let lines = [
            "GET \(path) HTTP/1.1", "Host: localhost", "User-Agent: Emperor health-check", "Accept: */*",
            "Connection: close",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// Listens no more.
    func end() {
        if let watch { loop.cancel(watch) }
        if let timer { loop.cancel(timer) }
        watch = nil
        timer = nil
    }

    /// The answer is judged at its end: an app that hangs within it is not healthy.
    private func read(_ raw: Int32) {
        switch try? Kernel.read(raw, atMost: 16 * 1024) {
        case .notYet: return
        case .done(let bytes) where !bytes.isEmpty:
            head += bytes.prefix(Self.longestStatusLine - min(head.count, Self.longestStatusLine))
        case .done, nil: judge()
        }
    }

    private func judge() {
        end()
        let outcome = Self.judge(head)
        if outcome == .healthy { return onEnd(outcome) }
        let wait = head.isEmpty ? Self.lastWord : .zero
        timer = loop.schedule(at: .now + wait) { [unowned self] in
            timer = nil
            onEnd(outcome)
        }
    }

    /// Judges an answer by its status line (RFC 9112 section 4).
    static func judge(_ answer: [UInt8]) -> Outcome {
        guard let end = answer.firstIndex(of: 0x0D) ?? answer.firstIndex(of: 0x0A) else {
            return .unhealthy("the connection was closed without an answer")
        }
        let line = String(decoding: answer[..<end], as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count > 1, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
            let status = Int(words[1]), (200..<400).contains(status)
        else { return .unhealthy("answered \(line)") }
        return .healthy
    }
}
