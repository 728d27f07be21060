import Kernel
import Protocol
import Testing

@testable import Emperor

@Suite struct TurnsTests {
    private let turns = Turns(width: 2)
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func lined(_ names: String...) -> [Site] {
        names.map { name in
            var site = Site(
                name: name, want: .up, found: false, ordered: nil, holds: false, requestsAfter: 0,
                backoff: StartRules().backoff)
            _ = site.handle(.appeared(revision: "a"), at: start)
            return site
        }
    }

    @Test func onlySomeStartAtATime() {
        var sites = lined("c", "a", "b")
        let (first, again) = turns.next(of: sites, at: start)
        #expect(first == ["a", "b"])
        #expect(again != nil)
        for index in [1, 2] { _ = sites[index].handle(.turn, at: start) }
        #expect(turns.next(of: sites, at: start).turns == [])
    }

    @Test(arguments: [nil, FailureKind.import])
    func aVerdictWhateverItIsMakesRoom(failure: FailureKind?) {
        var sites = lined("a", "b", "c")
        for index in [0, 1] { _ = sites[index].handle(.turn, at: start) }
        _ = sites[0].handle(.hello, at: start)
        _ = sites[0].handle(.verdict(request: 1, verdict(failure)), at: start)
        #expect(turns.next(of: sites, at: start).turns == ["c"])
    }

    @Test(arguments: [SiteEvent.exited("was killed", jitter: 0), .launchFailed("no such file", jitter: 0)])
    func aMasterThatEndsMakesRoomAndItsSiteLinesUpAgain(event: SiteEvent) {
        var sites = lined("a", "b", "c")
        for index in [0, 1] { _ = sites[index].handle(.turn, at: start) }
        _ = sites[0].handle(event, at: start + .seconds(1))
        #expect(turns.next(of: sites, at: start + .seconds(1)).turns == ["c"])
    }

    @Test func aSlowOneKeepsNobodyWaitingForLong() {
        var sites = lined("a", "b", "c", "d", "e")
        for index in [0, 1] { _ = sites[index].handle(.turn, at: start) }
        let (none, again) = turns.next(of: sites, at: start + .seconds(1))
        #expect(none == [])
        #expect(again == start + Turns.patience)
        #expect(turns.next(of: sites, at: start + Turns.patience).turns == ["c", "d"])
    }

    @Test func whatWasAskedForGoesFirst() {
        var sites = lined("a", "b", "c")
        _ = sites[2].handle(.asked(Ask(id: 1, verb: .start)), at: start)
        #expect(turns.next(of: sites, at: start).turns == ["c", "a"])
    }

    @Test func whatWasAskedForPrecedesPriorityAndThatTheRest() {
        var sites = lined("a", "b", "c", "d")
        _ = sites[3].handle(.asked(Ask(id: 1, verb: .start)), at: start)
        let turns = Turns(width: 4, priority: ["c", "unknown", "b", "c"])
        #expect(turns.next(of: sites, at: start).turns == ["d", "c", "b", "a"])
    }

    @Test func nobodyInLineNeedsNoTimer() {
        #expect(turns.next(of: lined("a"), at: start).again == nil)
    }
}
