import Kernel
import Testing

@testable import Emperor

private func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

@Suite struct HintsTests {
    private func scanned(at milliseconds: Int64) -> Hints {
        var hints = Hints(at: instant(milliseconds))
        _ = hints.beginScan(at: instant(milliseconds), interval: .seconds(30))
        return hints
    }

    @Test func theFirstScanIsDueAtOnceAndTheNextAfterTheInterval() {
        #expect(Hints(at: instant(5)).next == instant(5))
        #expect(scanned(at: 5).next == instant(30_005))
    }

    @Test func whatIsClosedRenamedOrDeletedIsActedOnAtOnce() {
        for kind in [DirectoryWatcher.Hint.Kind.written, .removed] {
            var hints = scanned(at: 0)
            hints.take(kind, of: "blog.ini", at: instant(100))
            #expect(hints.next == instant(100))
            #expect(hints.beginScan(at: instant(100), interval: .seconds(30)) == [])
        }
    }

    @Test func aWriteThatIsNotClosedWaitsUntilItIsQuiet() {
        var hints = scanned(at: 0)
        hints.take(.touched, of: "blog.ini", at: instant(100))
        hints.take(.touched, of: "blog.ini", at: instant(130))
        #expect(hints.next == instant(180))
        #expect(hints.beginScan(at: instant(180), interval: .seconds(30)) == [])
    }

    @Test func otherFilesDoNotWaitForIt() {
        var hints = scanned(at: 0)
        hints.take(.touched, of: "blog.ini", at: instant(100))
        hints.take(.written, of: "shop.ini", at: instant(110))
        #expect(hints.next == instant(110))
        #expect(hints.beginScan(at: instant(110), interval: .seconds(30)) == ["blog.ini"])
        #expect(hints.next == instant(150))
    }

    @Test func closingEndsTheWait() {
        var hints = scanned(at: 0)
        hints.take(.touched, of: "blog.ini", at: instant(100))
        hints.take(.written, of: "blog.ini", at: instant(101))
        #expect(hints.beginScan(at: instant(101), interval: .seconds(30)) == [])
    }

    @Test func lostHintsAskForAScan() {
        var hints = scanned(at: 0)
        hints.take(.overflowed, of: nil, at: instant(7))
        #expect(hints.next == instant(7))
    }
}
