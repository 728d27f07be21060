import Kernel

/// Changes that come one after the other are one: it is acted on when nothing has changed for a while, and at the latest
/// when the first one is a second old.
struct Settling: Equatable {
    static let quiet = Duration.milliseconds(100)
    static let longest = Duration.seconds(1)

    private var first: Instant?
    /// When to act; nil while there is nothing to act on.
    private(set) var due: Instant?

    /// Something changed.
    mutating func heard(at now: Instant) {
        let began = first ?? now
        first = began
        due = min(now + Self.quiet, began + Self.longest)
    }

    /// Whether it is time to act; if so, what was heard is done with.
    mutating func takeDue(at now: Instant) -> Bool {
        guard let due, due <= now else { return false }
        self = Settling()
        return true
    }
}
