/// Deadlines in order; a plain value, so that it is tested without waiting.
public struct Timers {
    /// Names one timer.
    public struct Token: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    private var queue: [(at: Instant, token: Token, handler: () -> Void)] = []
    private var lastNumber: UInt64 = 0

    /// No timers.
    public init() {}

    /// The earliest deadline.
    public var next: Instant? { queue.first?.at }

    /// Adds a timer; of several for one instant the first added comes first.
    public mutating func schedule(at instant: Instant, _ handler: @escaping () -> Void) -> Token {
        lastNumber += 1
        let token = Token(number: lastNumber)
        queue.insert((instant, token, handler), at: firstIndex(after: instant))
        return token
    }

    /// Takes a timer back; unknown ones are ignored.
    public mutating func cancel(_ token: Token) {
        queue.removeAll { $0.token == token }
    }

    /// Removes and returns what is due.
    public mutating func takeDue(at now: Instant) -> [() -> Void] {
        let count = firstIndex(after: now)
        defer { queue.removeFirst(count) }
        return queue.prefix(count).map(\.handler)
    }

    private func firstIndex(after instant: Instant) -> Int {
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            if queue[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
