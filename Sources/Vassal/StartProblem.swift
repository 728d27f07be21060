import Kernel
import Protocol
import SiteFile

/// What keeps a generation from being started, before its Python runs.
struct StartProblem: Error, Equatable {
    let kind: FailureKind
    /// One line with the place in the ini where there is one.
    let text: String

    /// The system call behind it, where there was one.
    let cause: SystemError?

    init(_ kind: FailureKind, _ text: String, cause: SystemError? = nil) {
        self.kind = kind
        self.text = text
        self.cause = cause
    }

    /// A system call failed for something that the ini asked for.
    init(_ error: SystemError, for place: String) {
        self.init(.spawn, "\(place): \(error)", cause: error)
    }

    /// A user or group of the ini cannot be had.
    init(_ problem: AccountProblem) {
        self.init(.configuration, problem.description)
    }

    /// Runs a look-up of users and groups, whose problem is ours.
    static func ofAccounts<Value>(_ body: () throws(AccountProblem) -> Value) throws(StartProblem) -> Value {
        do throws(AccountProblem) {
            return try body()
        } catch {
            throw StartProblem(error)
        }
    }
}
