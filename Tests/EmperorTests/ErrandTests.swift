import Protocol
import Testing

@testable import Emperor

private func outcome(_ site: String, failed: Bool = false) -> SiteOutcome {
    SiteOutcome(
        site: site, code: failed ? .failed : .done, text: "",
        verdict: Verdict(generation: 1, failure: failed ? .import : nil, text: "", seconds: 0))
}

@Suite struct ErrandTests {
    @Test func reloadsGoTwoAtATime() {
        var errand = Errand(id: 1, verb: .reload, sites: ["a", "b", "c"], keepGoing: false)
        #expect(errand.begin() == ["a", "b"])
        #expect(errand.begin() == [])
        #expect(errand.finish(outcome("b")) == [])
        #expect(errand.begin() == ["c"])
        #expect(!errand.isOver)
        _ = errand.finish(outcome("a"))
        _ = errand.finish(outcome("c"))
        #expect(errand.isOver)
        #expect(errand.worst == .done)
    }

    @Test func stopsGoAllAtOnce() {
        var errand = Errand(id: 1, verb: .stop, sites: ["a", "b", "c"], keepGoing: false)
        #expect(errand.begin() == ["a", "b", "c"])
    }

    @Test func threeFailuresLeaveTheRestAsItIs() {
        var errand = Errand(id: 1, verb: .reload, sites: ["a", "b", "c", "d", "e"], keepGoing: false)
        var left: [SiteOutcome] = []
        for name in ["a", "b", "c"] {
            _ = errand.begin()
            left += errand.finish(outcome(name, failed: true))
        }
        #expect(left.map(\.site) == ["e"])
        #expect(!errand.isOver)
        _ = errand.finish(outcome("d"))
        #expect(errand.isOver)
        #expect(errand.worst == .failed)
    }

    @Test func unlessToldToGoOn() {
        var errand = Errand(id: 1, verb: .reload, sites: ["a", "b", "c", "d", "e"], keepGoing: true)
        for name in ["a", "b", "c", "d", "e"] {
            _ = errand.begin()
            #expect(errand.finish(outcome(name, failed: true)) == [])
        }
        #expect(errand.isOver)
    }

    @Test func sitesThatCouldNotTryDoNotCount() {
        var errand = Errand(id: 1, verb: .reload, sites: ["a", "b", "c", "d", "e"], keepGoing: false)
        for name in ["a", "b", "c"] {
            _ = errand.begin()
            #expect(errand.finish(SiteOutcome(site: name, code: .failed, text: "a directory")) == [])
        }
        #expect(errand.begin() == ["e"])
    }
}
