/// What kept a generation from coming up.
public enum FailureKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// The ini: a wrong value, an option that is refused.
    case configuration
    /// A socket, a file, a user, a directory: what the kernel refused before Python ran.
    case spawn
    /// No Python that could run the site: missing, too old, of another kind.
    case python
    /// The app raised, or is not there.
    case `import`
    /// The health check was not answered, or not with 2xx or 3xx.
    case health
    /// Not ready within `start-timeout`.
    case timeout
    /// The process ended before it was ready.
    case died
    /// A newer request took its place.
    case superseded
}

/// How an attempt to bring up a generation ended.
public struct Verdict: Codable, Hashable, Sendable {
    /// The generation that was tried.
    public var generation: Int
    /// What went wrong; nil: it serves.
    public var failure: FailureKind?
    /// One sentence for people: the reason, with file and line where there is one.
    public var text: String
    /// The last lines that the candidate printed.
    public var output: [String]
    /// Seconds from the request to the verdict.
    public var seconds: Double

    /// A verdict with everything in it.
    public init(generation: Int, failure: FailureKind?, text: String, output: [String] = [], seconds: Double) {
        self.generation = generation
        self.failure = failure
        self.text = text
        self.output = output
        self.seconds = seconds
    }
}
