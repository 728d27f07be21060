// What emperorctl, or anyone with socat, and the emperor say to each other: one JSON object a line on the control socket.
// The emperor speaks first, with its version. Replies carry the request's id; the one with `end` is the last.
// Unknown members and verbs a newer side may send are ignored, and logged by the emperor.

/// The version of these messages.
public let controlProtocolVersion = 1

/// The emperor's first line.
public struct Greeting: Codable, Hashable, Sendable {
    /// Version of the program.
    public var emperor: String
    /// Version of these messages.
    public var `protocol`: Int
    /// The emperor's pid.
    public var pid: Int32

    /// A greeting.
    public init(emperor: String, protocol: Int, pid: Int32) {
        self.emperor = emperor
        self.protocol = `protocol`
        self.pid = pid
    }
}

/// What can be asked.
public enum Verb: String, Codable, Hashable, Sendable, CaseIterable {
    /// How the sites are.
    case status
    /// Want them up; those that failed are tried again.
    case start
    /// Want them stopped: gracefully, until `start`.
    case stop
    /// A new generation beside the one that serves.
    case reload
    /// A graceful stop, master included, then a start.
    case restart
    /// Open log files again.
    case reopen
    /// Read the directory now.
    case rescan
    /// Every setting and where it comes from.
    case explain
    /// What the greeting says, as an answer.
    case version
}

/// One request.
public struct ControlRequest: Codable, Hashable, Sendable {
    /// Comes back with every reply.
    public var id: Int
    /// What is asked for.
    public var verb: Verb
    /// The sites it is about; empty for `status` means all.
    public var sites: [String]
    /// All sites that are not stopped.
    public var all: Bool
    /// Reply with verdicts, not just that it was begun.
    public var wait: Bool
    /// With several sites: go on after three failures.
    public var keepGoing: Bool

    /// A request with everything in it.
    public init(
        id: Int, verb: Verb, sites: [String] = [], all: Bool = false, wait: Bool = true, keepGoing: Bool = false
    ) {
        self.id = id
        self.verb = verb
        self.sites = sites
        self.all = all
        self.wait = wait
        self.keepGoing = keepGoing
    }
}

extension ControlRequest {
    /// Whoever writes requests by hand leaves out what is as usual: only `id` and `verb` must be there.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try members.decode(Int.self, forKey: .id),
            verb: try members.decode(Verb.self, forKey: .verb),
            sites: try members.decodeIfPresent([String].self, forKey: .sites) ?? [],
            all: try members.decodeIfPresent(Bool.self, forKey: .all) ?? false,
            wait: try members.decodeIfPresent(Bool.self, forKey: .wait) ?? true,
            keepGoing: try members.decodeIfPresent(Bool.self, forKey: .keepGoing) ?? false)
    }
}

/// One reply: exactly one of the optional members is there.
public struct ControlReply: Codable, Hashable, Sendable {
    /// The id of the request that it answers.
    public var id: Int
    /// How it went with one site.
    public var outcome: SiteOutcome?
    /// The answer to `status`.
    public var status: StatusDocument?
    /// The answer to `explain`, one for each site.
    public var explanation: Explanation?
    /// The request cannot be carried out at all: wrong usage, not permitted.
    public var refused: Ending?
    /// The last reply to a request.
    public var end: Ending?

    /// A reply about one site.
    public init(id: Int, outcome: SiteOutcome) {
        self.id = id
        self.outcome = outcome
    }

    /// The answer to `status`.
    public init(id: Int, status: StatusDocument) {
        self.id = id
        self.status = status
    }

    /// The answer to `explain`.
    public init(id: Int, explanation: Explanation) {
        self.id = id
        self.explanation = explanation
    }

    /// The request is refused.
    public init(id: Int, refused: Ending) {
        self.id = id
        self.refused = refused
    }

    /// The last reply.
    public init(id: Int, end: Ending) {
        self.id = id
        self.end = end
    }
}

/// An exit code and a sentence that goes with it.
public struct Ending: Codable, Hashable, Sendable {
    /// What emperorctl exits with, unless a site's outcome is worse.
    public var code: ExitCode
    /// One sentence for people; may be empty.
    public var text: String

    /// A code and its sentence.
    public init(_ code: ExitCode, _ text: String = "") {
        self.code = code
        self.text = text
    }
}

/// emperorctl's exit codes; of several sites the highest counts.
public enum ExitCode: Int32, Codable, Hashable, Sendable, Comparable, CaseIterable {
    /// Done, or so already.
    case done = 0
    /// It failed, and the reason is told; of a status: a shown site is failed or degraded.
    case failed = 1
    /// The request makes no sense.
    case usage = 2
    /// No emperor answers; said by emperorctl alone.
    case noEmperor = 3
    /// There is no site of that name.
    case noSuchSite = 4
    /// Who asks may not do that.
    case notPermitted = 5
    /// The time for waiting passed; the work goes on.
    case timeout = 6

    /// Whether the right one counts more.
    public static func < (left: ExitCode, right: ExitCode) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// How a verb went with one site.
public struct SiteOutcome: Codable, Hashable, Sendable {
    /// The site's name, as it was asked for.
    public var site: String
    /// How it went.
    public var code: ExitCode
    /// One sentence.
    public var text: String
    /// The verdict on the generation, where the verb brought one up.
    public var verdict: Verdict?

    /// An outcome.
    public init(site: String, code: ExitCode, text: String, verdict: Verdict? = nil) {
        self.site = site
        self.code = code
        self.text = text
        self.verdict = verdict
    }
}
