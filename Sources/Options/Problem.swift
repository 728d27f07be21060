/// Something wrong or surprising in a configuration.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable {
        /// The configuration cannot be used.
        case error
        /// It can be used; its author may have meant something else.
        case warning
    }

    /// How much it matters.
    public let severity: Severity
    /// Where it stands; nil when it is something that is absent.
    public let origin: Origin?
    /// What was read, what it means here, and what to do.
    public let text: String

    /// A problem at a place.
    public init(_ severity: Severity, at origin: Origin?, _ text: String) {
        self.severity = severity
        self.origin = origin
        self.text = text
    }

    /// The line that `--check` prints: `FILE:LINE: error: TEXT`.
    public var description: String {
        guard let origin else { return "\(severity.rawValue): \(text)" }
        return "\(origin): \(severity.rawValue): \(text)"
    }
}

extension Array where Element == Problem {
    /// Whether one of them is an error.
    public var containError: Bool { contains { $0.severity == .error } }

    mutating func error(at origin: Origin?, _ text: String) {
        append(Problem(.error, at: origin, text))
    }

    mutating func warning(at origin: Origin?, _ text: String) {
        append(Problem(.warning, at: origin, text))
    }
}
