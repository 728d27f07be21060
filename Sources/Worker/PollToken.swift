/// What an event of the poll set is about.
enum PollToken {
    /// A signal arrived.
    case signals
    /// The master says something.
    case channel
    /// It is time to look around: a thread told the others.
    case wake
    /// Another worker has passed a connection on.
    case passed
    case listener(Int)
    case connection(slot: Int, generation: UInt32)

    /// As a number: two bits of kind, then what tells them apart.
    var rawValue: UInt64 {
        switch self {
        case .signals: 0
        case .channel: 1
        case .wake: 2
        case .passed: 3
        case .listener(let index): 1 << 62 | UInt64(index)
        case .connection(let slot, let generation): 2 << 62 | UInt64(generation) << 30 | UInt64(slot)
        }
    }

    /// The token that became this number.
    init(rawValue: UInt64) {
        switch (rawValue >> 62, rawValue) {
        case (0, 0): self = .signals
        case (0, 1): self = .channel
        case (0, 3): self = .passed
        case (1, _): self = .listener(Int(rawValue & 0x3FFF_FFFF))
        case (2, _):
            self = .connection(
                slot: Int(rawValue & 0x3FFF_FFFF), generation: UInt32(truncatingIfNeeded: rawValue >> 30))
        default: self = .wake
        }
    }
}
