import Kernel
import Protocol

/// What keeps a generation from being started, before its Python runs.
struct StartProblem: Error, Equatable {
    let kind: FailureKind
    /// One line with the place in the ini where there is one.
    let text: String

    init(_ kind: FailureKind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// A system call failed for something that the ini asked for.
    init(_ error: SystemError, for place: String) {
        self.init(.spawn, "\(place): \(error)")
    }
}
