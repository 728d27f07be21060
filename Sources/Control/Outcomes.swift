import Protocol

/// What is printed about one site's outcome: on standard output where it went well, else on standard error.
func outcomeLines(_ outcome: SiteOutcome) -> [String] {
    let site = outcome.site.printable
    guard let verdict = outcome.verdict else { return ["\(site): \(outcome.text.printable)"] }
    if outcome.code == .done && verdict.failure == nil {
        return ["\(site): generation \(verdict.generation) serves after \(exactDuration(verdict.seconds))"]
    }
    let reason = outcome.text.isEmpty ? verdict.text : outcome.text
    return ["\(site): \(reason.printable)"] + verdict.output.map { "    " + $0.printable }
}

/// What the outcomes of a request come to.
struct Tally {
    /// The exit code: the highest of all.
    private(set) var code = ExitCode.done
    private var answered: Set<String> = []

    /// Takes one site's outcome in.
    mutating func count(_ outcome: SiteOutcome) {
        answered.insert(outcome.site)
        code = max(code, outcome.code)
    }

    /// Takes in that a site is shown which needs looking after.
    mutating func countFailing() {
        code = max(code, .failed)
    }

    /// The sites that have no outcome, in order.
    func missing(of sites: [String]) -> [String] {
        sites.filter { !answered.contains($0) }
    }
}

/// The end of a request whose `--timeout` passed, with the sites that had no outcome by then (with `--all`, unknown).
func overdueEnding(after seconds: Double?, missing: [String]) -> Ending {
    let whose = missing.isEmpty ? "" : missing.joined(separator: ", ") + ": "
    let waited = seconds.map { " after \(exactDuration($0))" } ?? ""
    return Ending(.timeout, "\(whose)no verdict\(waited); the work goes on, and emperorctl status shows it")
}
