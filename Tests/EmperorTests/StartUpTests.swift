import Kernel
import Protocol
import Testing

@testable import Emperor

@Suite struct StartUpTests {
    @Test func readyComesOnceWhenEverySiteHasItsVerdict() {
        var startUp = StartUp()
        #expect(!startUp.check { _ in true })
        startUp.found(["blog", "shop"])
        #expect(!startUp.check { $0 == "blog" })
        #expect(startUp.check { _ in true })
        #expect(!startUp.check { _ in true })
        #expect(startUp.expire() == false)
    }

    @Test func aSiteThatStartsAgainAfterItsVerdictIsNotWaitedFor() {
        var startUp = StartUp()
        startUp.found(["blog", "shop"])
        _ = startUp.check { $0 == "blog" }
        #expect(startUp.check { $0 == "shop" })
    }

    @Test func nothingToStartIsReadyAtOnce() {
        var startUp = StartUp()
        startUp.found([])
        #expect(startUp.check { _ in false })
    }

    @Test func timeIsUpOnce() {
        var startUp = StartUp()
        startUp.found(["blog"])
        #expect(startUp.expire() == true)
        #expect(!startUp.check { _ in true })
    }

    @Test func theSummaryNamesWhatIsNotWell() {
        #expect(summary([("a", .running), ("b", .running), ("c", .running)]) == "3/3 sites")
        #expect(
            summary([("hello", .running), ("shop", .degraded), ("blog", .failed), ("old", .stopped)])
                == "2/3 sites, degraded: shop, failed: blog")
    }

    @Test func theSummaryStaysOneLine() {
        let many = (1...12).map { (name: "s\($0 + 10)", state: SiteState.failed) }
        #expect(summary(many).hasSuffix("s20, and 2 more"))
    }

    @Test func recordsSurviveTheirFile() throws {
        let record = MasterRecord(
            site: "blog", boot: "b", file: FileStamp(identity: "1:2", modified: 3, revision: "r"),
            master: ProcessStamp(pid: 4, startTime: 5), generation: 6, workers: [],
            owns: [OwnedPath(path: "/run/blog.sock", inode: 7)])
        #expect(try decodeMessage(MasterRecord.self, encodeMessage(record)) == record)
    }

    @Test func requestsMayBeWrittenByHand() throws {
        let request = try decodeMessage(ControlRequest.self, Array(#"{"id": 3, "verb": "status"}"#.utf8))
        #expect(request == ControlRequest(id: 3, verb: .status))
    }
}
