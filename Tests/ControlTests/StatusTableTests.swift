import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct StatusTableTests {
    private func lines(_ sites: [VassalStatus], colours: Bool = false, verbose: Bool = false) -> [String] {
        statusLines(sites, now: 1000, paint: Paint(isOn: colours), verbose: verbose)
    }

    @Test func columnsAreAligned() {
        #expect(
            lines([sampleSite("blog"), sampleSite("a", .failed, workers: 0, sockets: [])]) == [
                "SITE  STATE    GEN  WORKERS  REQUESTS  MEMORY  SINCE  SOCKETS",
                "blog  running    7      1/2     12034     84M     1m  127.0.0.1:8000",
                "a     failed     -        -         -       -     1m",
            ])
    }

    @Test func socketsThatDoNotFitStandBelow() {
        let long = ["/run/emperor/sockets/blog.sock", "127.0.0.1:9000"]
        #expect(lines([sampleSite("blog", sockets: long)]).suffix(2) == long.map { "    " + $0 })
    }

    @Test func whyASiteDoesNotRunStandsBelowWithinTheWidth() {
        let reason = "bad.ini:3: processes = many: " + String(repeating: "word ", count: 30)
        let shown = lines([sampleSite("bad", .failed, reason: reason, nextTry: 1012.5)])
        #expect(shown.allSatisfy { $0.count <= 80 })
        #expect(shown[2].hasPrefix("    bad.ini:3: processes = many: word"))
        #expect(shown.last == "    next try in 12s")
    }

    @Test func theReasonOfARunningSiteIsNoNews() {
        #expect(lines([sampleSite("blog", reason: "generation 7 serves")]).count == 2)
    }

    @Test func namedSitesShowTheirProcessesAndWarnings() {
        let shown = lines([sampleSite("blog", warnings: ["a thread was left"])], verbose: true)
        #expect(shown[2] == "    /etc/emperor/vassals.d/blog.ini, python 3.11.2")
        #expect(shown[3] == "    master 10, zygote 11, worker 1 101, worker 2 102")
        #expect(shown[4] == "    warning: a thread was left")
    }

    @Test func coloursChangeNothingElse() {
        let plain = lines([sampleSite("blog", .degraded, reason: "why")])
        let coloured = lines([sampleSite("blog", .degraded, reason: "why")], colours: true)
        #expect(coloured[1] == plain[1].replacing("degraded", with: "\u{1B}[31mdegraded\u{1B}[0m"))
    }

    @Test func hostileNamesAreMadePrintable() {
        #expect(lines([sampleSite("a\u{1B}]0;x")])[1].hasPrefix("a\u{FFFD}]0;x"))
    }

    @Test func failingStatesAreThoseThatNeedSomebody() {
        #expect(SiteState.allCases.filter(\.isFailing) == [.degraded, .failed, .waiting])
    }
}
