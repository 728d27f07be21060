import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct OutcomesTests {
    @Test func aGenerationThatServesIsOneLine() {
        let verdict = sampleVerdict(output: ["noise"])
        let outcome = SiteOutcome(site: "blog", code: .done, text: "reloaded", verdict: verdict)
        #expect(outcomeLines(outcome) == ["blog: generation 8 serves after 1.2 s"])
    }

    @Test func aFailureEndsWithTheTracebacksLastLine() {
        let output = ["Traceback (most recent call last):", "  File \"app.py\"", "SyntaxError: expected ':'"]
        let verdict = sampleVerdict(.import, output: output)
        let outcome = SiteOutcome(site: "blog", code: .failed, text: "", verdict: verdict)
        #expect(outcomeLines(outcome) == ["blog: the verdict's own words"] + output.map { "    " + $0 })
    }

    @Test func anOutcomeWithoutAGenerationIsItsSentence() {
        #expect(outcomeLines(SiteOutcome(site: "blog", code: .done, text: "stopped")) == ["blog: stopped"])
    }

    @Test func theHighestCodeCounts() {
        var tally = Tally()
        #expect(tally.code == .done)
        tally.count(SiteOutcome(site: "nix", code: .noSuchSite, text: ""))
        tally.count(SiteOutcome(site: "bad", code: .failed, text: ""))
        tally.count(SiteOutcome(site: "good", code: .done, text: ""))
        #expect(tally.code == .noSuchSite)
        #expect(tally.missing(of: ["good", "late", "nix"]) == ["late"])
    }

    @Test func aTimeoutNamesWhoIsLate() {
        let ending = overdueEnding(after: 2.5, missing: ["blog", "shop"])
        #expect(ending.code == .timeout)
        #expect(ending.text.hasPrefix("blog, shop: no verdict after 2.5 s; the work goes on"))
        #expect(overdueEnding(after: 2.5, missing: []).text.hasPrefix("no verdict after 2.5 s"))
    }
}
