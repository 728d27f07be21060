/// Who has yet to say how it is before a `status` can be answered.
struct StatusRound {
    private var awaited: Set<String>

    /// Masters that do not answer within that time are shown as they were.
    static let longest = Duration.seconds(1)

    init(asking sites: [String]) {
        awaited = Set(sites)
    }

    /// A site answered, or cannot any more.
    mutating func heard(_ site: String) {
        awaited.remove(site)
    }

    var isComplete: Bool { awaited.isEmpty }
}
