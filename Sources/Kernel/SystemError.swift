import CLinux
import Glibc

/// A system call that failed: which one, why, and what it was for.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call's name as in its man page ("bind").
    public let call: String
    /// The errno it left.
    public let code: Int32
    /// What the call was for ("socket 127.0.0.1:8000"); may be empty.
    public let purpose: String

    /// An error with a known errno.
    public init(call: String, code: Int32, purpose: String = "") {
        self.call = call
        self.code = code
        self.purpose = purpose
    }

    /// EADDRINUSE, for a conflict that is found before the kernel is asked.
    public static let addressInUse = EADDRINUSE
    /// ENAMETOOLONG, for a name that is measured before the kernel is asked.
    public static let nameTooLong = ENAMETOOLONG

    /// ENOENT, for what is gone before the kernel is asked.
    public static let noSuchFile = ENOENT

    /// Whether we have no right to it (EPERM).
    public var isForbidden: Bool { code == EPERM }
    /// Whether somebody else has the address.
    public var isAddressInUse: Bool { code == EADDRINUSE }

    /// The errno in words (strerror(3)).
    public var reason: String {
        var text = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &text, text.count) == 0 else { return "errno \(code)" }
        return text.withUnsafeBufferPointer { buffer in
            String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// "bind: Address already in use (socket 127.0.0.1:8000)".
    public var description: String {
        purpose.isEmpty ? "\(call): \(reason)" : "\(call): \(reason) (\(purpose))"
    }
}

/// The outcome of a call that may have nothing for us yet: an expected state, not an error.
public enum Attempt<Value> {
    case done(Value)
    /// EAGAIN: wait for readiness and try again.
    case notYet
}

extension Attempt: Equatable where Value: Equatable {}

/// Runs a call that returns -1 on failure, again after EINTR. Not inlined, so that no reference counting can run
/// between the call and the reading of errno.
@inline(never)
@discardableResult
func check<Result: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, for purpose: @autoclosure () -> String = "", _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code == EINTR { continue }
        precondition(code != EBADF && code != EFAULT, "\(call) was given a bad descriptor or address: a bug of ours")
        throw SystemError(call: "\(call)", code: code, purpose: purpose())
    }
}

/// As `check`, with EAGAIN as a value.
@inline(never)
func attempt<Result: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, for purpose: @autoclosure () -> String = "", _ body: () -> Result
) throws(SystemError) -> Attempt<Result> {
    while true {
        let result = body()
        if result >= 0 { return .done(result) }
        let code = errno
        switch code {
        case EINTR: continue
        case EAGAIN: return .notYet
        default: throw SystemError(call: "\(call)", code: code, purpose: purpose())
        }
    }
}
