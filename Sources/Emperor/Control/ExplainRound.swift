import Protocol

/// Who has yet to explain its settings before an `explain` is over.
struct ExplainRound {
    let client: ControlClient
    let request: Int
    private(set) var awaited: Set<String>
    /// The worst that was answered so far.
    var worst = ExitCode.done

    /// Masters that do not answer within that time hang.
    static let longest = Duration.seconds(5)

    init(_ client: ControlClient, request: Int, asking sites: [String]) {
        self.client = client
        self.request = request
        awaited = Set(sites)
    }

    /// A site answered; false where nobody waited for it any more.
    mutating func heard(_ site: String) -> Bool {
        awaited.remove(site) != nil
    }

    var isComplete: Bool { awaited.isEmpty }
}
