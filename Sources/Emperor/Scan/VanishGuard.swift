import Kernel

/// Doubts that many sites were meant to go at once: an unmounted disk or a deployment gone wrong looks the same as
/// somebody who deletes them.
struct VanishGuard: Equatable {
    /// Until when those that vanished are kept; nil while none are.
    private(set) var until: Instant?

    /// Fewer sites than this may all go at once.
    static let fewest = 10
    /// How long they may take to come back.
    static let patience = Duration.seconds(10)

    /// Whether `gone` of `count` sites that are known are to be kept for now.
    mutating func keeps(_ gone: Int, of count: Int, at now: Instant) -> Bool {
        guard count >= Self.fewest, gone * 2 > count else {
            until = nil
            return false
        }
        let end = until ?? now + Self.patience
        until = now < end ? end : nil
        return now < end
    }
}
