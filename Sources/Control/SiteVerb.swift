import ArgumentParser
import Kernel
import Protocol

/// A verb that changes sites and waits for what comes of it.
protocol SiteVerb: ParsableCommand {
    /// What the emperor is asked for.
    static var verb: Verb { get }

    var global: GlobalOptions { get }
    var selection: SiteSelection { get }
    var waiting: Waiting { get }
}

extension SiteVerb {
    /// Asks, prints each outcome as it comes, and ends with the code that they come to.
    func run() throws {
        let request = ControlRequest(
            id: 1, verb: Self.verb, sites: selection.sites, all: selection.all, wait: !waiting.noWait,
            keepGoing: waiting.keepGoing)
        var tally = Tally()
        let ending = try global.connect().ask(request, by: waiting.deadline) { tally.take($0, asJSON: global.json) }
        let last = ending ?? overdueEnding(after: waiting.timeout, missing: tally.missing(of: selection.sites))
        try finish(last, tally, asJSON: global.json)
    }
}

extension Tally {
    /// Counts and prints the outcome in a reply.
    mutating func take(_ reply: ControlReply, asJSON: Bool) {
        guard let outcome = reply.outcome else { return }
        count(outcome)
        show(outcome, asJSON: asJSON)
    }
}

/// Ends the process after the last reply to a request.
func finish(_ ending: Ending, _ tally: Tally, asJSON: Bool) throws {
    say(ending, asJSON: asJSON)
    try EmperorControl.finish(max(tally.code, ending.code))
}
