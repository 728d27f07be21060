/// What a parser says about the bytes received so far.
public enum Parsed<Head> {
    /// The head is not complete; the buffer must hold at least this many bytes, in all, before asking again is of use.
    case needMore(atLeast: Int)

    /// The head is complete.
    case complete(Head)

    /// The bytes are no acceptable request, whatever follows them. Answer, log, close.
    case refused(Refusal)
}

extension Parsed: Equatable where Head: Equatable {}
extension Parsed: Sendable where Head: Sendable {}
