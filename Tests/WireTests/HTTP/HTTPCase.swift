import Testing

@testable import Wire

/// Bytes on an HTTP socket, and what they come to: the requests that the application sees, each as one line, or a status.
struct HTTPCase: Sendable, CustomTestStringConvertible {
    let input: String
    let expected: [String]
    let reason: String

    /// Requests that are served.
    init(_ input: String, _ expected: String...) {
        (self.input, self.expected, reason) = (input, expected, "")
    }

    /// What is refused with a status, for a reason that contains `reason`.
    init(_ input: String, refused status: Int, _ reason: String) {
        (self.input, self.expected, self.reason) = (input, ["\(status)"], reason)
    }

    /// Requests that are served before one that is refused.
    init(_ input: String, _ expected: String..., then status: Int, _ reason: String) {
        (self.input, self.expected, self.reason) = (input, expected + ["\(status)"], reason)
    }

    var testDescription: String { input.count > 100 ? "\(input.prefix(100))…" : input }

    /// Feeds the bytes in every way there is and expects the same each time.
    func check(limits: HTTPLimits = HTTPLimits(), sourceLocation: SourceLocation = #_sourceLocation) {
        let bytes = [UInt8](wire: input)
        for pieces in Splits.all(of: bytes, seed: UInt64(bytes.count)) {
            let connection = HTTPConnection.outcome(of: pieces, limits: limits)
            #expect(connection.seen == expected, "in \(pieces.count) pieces", sourceLocation: sourceLocation)
            #expect(
                connection.refusal?.reason.contains(reason) ?? reason.isEmpty,
                "refused because \(connection.refusal?.message ?? "-")", sourceLocation: sourceLocation)
        }
    }
}
