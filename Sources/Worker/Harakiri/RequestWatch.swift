import Kernel
import Synchronization

/// A core's request as core and watcher both see it: one word says whose its answer is, and every change of hands is one
/// atomic exchange of that word. So exactly one of the two sends the head, and a request that ended just in time is never
/// taken for the next one.
final class RequestWatch: @unchecked Sendable {
    private enum Phase: UInt64 {
        /// No request is in hand.
        case none
        /// No byte of the answer has gone out.
        case open
        /// The core sends the answer.
        case answering
        /// The watcher has the connection, until the end of the process.
        case condemned
    }

    /// The number of the request, with its phase in the two lowest bits.
    private let word = Atomic<UInt64>(0)
    private let began = Atomic<Int64>(0)
    private let threadNumber = Atomic<Int32>(0)
    /// The core's until the request is condemned, from then on the watcher's.
    private var exchange: Exchange?

    /// A request in hand, as the watcher found it.
    struct Sight {
        fileprivate let number: UInt64
        let began: Instant

        /// How long it has lasted, in seconds, to a tenth.
        var age: Double { ((Instant.now - began).inSeconds * 10).rounded() / 10 }

        /// Whether it is the same request.
        func isSame(as other: Sight?) -> Bool { number == other?.number }
    }

    private static func number(_ word: UInt64) -> UInt64 { word >> 2 }
    private static func phase(_ word: UInt64) -> Phase { Phase(rawValue: word & 3) ?? .none }
    private static func word(_ number: UInt64, _ phase: Phase) -> UInt64 { number << 2 | phase.rawValue }

    private func change(_ before: UInt64, to phase: Phase) -> Bool {
        word.compareExchange(
            expected: before, desired: Self.word(Self.number(before), phase), ordering: .acquiringAndReleasing
        ).exchanged
    }
}

// The core's side.
extension RequestWatch {
    /// The calling thread is the core's.
    func enter() {
        threadNumber.store(currentThread(), ordering: .relaxed)
    }

    /// A request begins.
    func begin(_ exchange: Exchange, at now: Instant) {
        self.exchange = exchange
        began.store(now.nanoseconds, ordering: .relaxed)
        let last = Self.number(word.load(ordering: .relaxed))
        word.store(Self.word(last &+ 1, .open), ordering: .releasing)
    }

    /// Asks for leave to send, before the first byte; false: the watcher has answered.
    func claimAnswer() -> Bool {
        let before = word.load(ordering: .relaxed)
        switch Self.phase(before) {
        case .answering: return true
        case .open: return change(before, to: .answering)
        case .none, .condemned: return false
        }
    }

    /// What was sent was not the answer yet ("100 Continue").
    func giveAnswerBack() {
        let before = word.load(ordering: .relaxed)
        if Self.phase(before) == .answering { _ = change(before, to: .open) }
    }

    /// The request is over; false: its time was over first, and nothing of it is the core's any more.
    func end() -> Bool {
        let before = word.load(ordering: .relaxed)
        guard Self.phase(before) != .condemned, change(before, to: .none) else { return false }
        exchange = nil
        return true
    }
}

// The watcher's side.
extension RequestWatch {
    /// The core's thread.
    var thread: Int32 { threadNumber.load(ordering: .relaxed) }

    /// The request in hand, unless there is none or it is condemned.
    func look() -> Sight? {
        let now = word.load(ordering: .acquiring)
        switch Self.phase(now) {
        case .open, .answering:
            return Sight(number: Self.number(now), began: Instant(nanoseconds: began.load(ordering: .relaxed)))
        case .none, .condemned: return nil
        }
    }

    /// Takes a request from its core, for good. Nil: it has ended.
    func condemn(_ sight: Sight) -> (exchange: Exchange, isBeingAnswered: Bool)? {
        while true {
            let before = word.load(ordering: .acquiring)
            let phase = Self.phase(before)
            guard Self.number(before) == sight.number, phase == .open || phase == .answering else { return nil }
            if change(before, to: .condemned) {
                guard let exchange else { return nil }
                return (exchange, phase == .answering)
            }
        }
    }
}
