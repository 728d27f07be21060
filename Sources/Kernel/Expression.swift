import CLinux

/// Why a regular expression cannot be used.
public struct ExpressionProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, and where in it.
    public let description: String
}

/// A regular expression as uWSGI has them: PCRE2 (pcre2pattern(3)) of the machine's own library, over bytes. A match that
/// would take too many steps or too much memory is given up, so that no text can stop whoever looks at it.
public final class Expression: @unchecked Sendable {
    // Compiled code is never changed (pcre2api(3), "Multithreading").
    private let code: UnsafeMutableRawPointer

    /// Groups of a match that are told, the match itself being the first.
    public static let mostGroups = 32

    /// Compiles an expression.
    public init(_ text: String) throws(ExpressionProblem) {
        var message = [CChar](repeating: 0, count: 256)
        var offset = 0
        let bytes = Array(text.utf8)
        let code = bytes.withUnsafeBytes { bytes in
            // A pointer of its own for a text of nothing.
            withUnsafePointer(to: CChar(0)) { empty in
                cl_expression(
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? empty, bytes.count, &message,
                    message.count, &offset)
            }
        }
        guard let code else {
            let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw ExpressionProblem(description: "\(reason) (at byte \(offset) of \"\(text)\")")
        }
        self.code = code
    }

    deinit {
        cl_expression_free(code)
    }

    /// Where it is found first: the whole match, then its groups, an unused one nil. Nil: nowhere. An error: finding out
    /// takes too long.
    public func match(_ subject: Span<UInt8>) throws(ExpressionProblem) -> [Range<Int>?]? {
        var places = [Int](repeating: 0, count: Self.mostGroups * 2)
        let count = subject.withUnsafeBytes { bytes in
            places.withUnsafeMutableBufferPointer { places in
                withUnsafePointer(to: CChar(0)) { empty in
                    cl_expression_match(
                        code, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? empty, bytes.count,
                        UnsafeMutableRawPointer(places.baseAddress)?.assumingMemoryBound(to: Int.self),
                        Int32(Self.mostGroups))
                }
            }
        }
        if count < 0 { throw ExpressionProblem(description: "a match was given up: it takes too many steps") }
        if count == 0 { return nil }
        return (0..<Int(count)).map { group in
            let (start, end) = (places[group * 2], places[group * 2 + 1])
            return start < 0 || end < start ? nil : start..<end
        }
    }

    /// Whether it is found. One that takes too long to find is not.
    public func isFound(in subject: Span<UInt8>) -> Bool {
        (try? match(subject)) != nil
    }
}
