/// Why an application's status or header cannot be sent. The message is meant for the application's log.
public struct ResponseError: Error, Equatable, Sendable {
    /// What is wrong, with the text that is wrong.
    public let message: String

    init(_ message: String) {
        self.message = message
    }
}
