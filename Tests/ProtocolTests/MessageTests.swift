import Protocol
import Testing

@Suite struct MessageTests {
    @Test func ordersSurviveTheTrip() throws {
        let order = MasterOrder.run(
            RunOrder(
                request: 7, site: "blog", path: "/srv/blog.ini", revision: "ab", presets: ["a=b"],
                runDirectory: "/run/x", firstGeneration: 3,
                keepsakes: [.listener(address: "127.0.0.1:80"), .output(generation: 2)],
                orphans: [ProcessStamp(pid: 12, startTime: 99)]))
        #expect(try decodeMessage(MasterOrder.self, encodeMessage(order)) == order)
        #expect(try decodeMessage(MasterOrder.self, encodeMessage(MasterOrder.kill)) == .kill)
    }

    @Test func workerMessagesSurviveTheTrip() throws {
        let go = WorkerOrder.go([ListeningSocket(wire: .http, name: ":80")], whenOrphaned: .serveOn)
        #expect(try decodeMessage(WorkerOrder.self, encodeMessage(go)) == go)
        let fork = ZygoteOrder.fork(.init(worker: 1, slot: 3))
        #expect(try decodeMessage(ZygoteOrder.self, encodeMessage(fork)) == fork)
        let load = ZygoteOrder.load(AppOrder())
        #expect(try decodeMessage(ZygoteOrder.self, encodeMessage(load)) == load)
    }

    @Test func passedConnectionsSurviveTheTripAndFitTheirRoom() throws {
        let path = String(repeating: "x", count: 107)
        for deadline in [nil, Int64.max] {
            let passed = PassedConnection(
                socket: ListeningSocket(wire: .uwsgi, name: path), generation: .max, phase: .rest,
                headDeadline: deadline)
            let message = encodeMessage(passed)
            #expect(try decodeMessage(PassedConnection.self, message) == passed)
            #expect(message.count < PassedConnection.mostBytes)
        }
    }

    @Test func repliesCarryOnlyWhatTheyAreAbout() throws {
        let reply = ControlReply(id: 1, end: Ending(.noSuchSite, "no site nix"))
        #expect(try JSON(encodeMessage(reply))["outcome"] == nil)
        #expect(try decodeMessage(ControlReply.self, encodeMessage(reply)) == reply)
    }

    @Test func unknownMembersAreIgnored() throws {
        let line = #"{"id":1,"verb":"status","sites":[],"all":false,"wait":true,"keepGoing":false,"new":{"x":[1]}}"#
        #expect(try decodeMessage(ControlRequest.self, Array(line.utf8)).verb == .status)
    }

    @Test func unknownVerbsAreRefused() {
        let line = Array(#"{"id":1,"verb":"explode","sites":[],"all":false,"wait":true,"keepGoing":false}"#.utf8)
        #expect(throws: (any Error).self) { try decodeMessage(ControlRequest.self, line) }
    }

    @Test(arguments: ["", "{", "[1,", "{\"a\"}", "nul", "1 2", "\"\\u12\"", "\"abc", "--", "{\"a\":1,}"])
    func brokenTextIsRefused(text: String) {
        #expect(throws: JSONError.self) { try JSON(Array(text.utf8)) }
    }

    @Test func deepNestingIsRefusedWithoutFallingOver() {
        let text = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: JSONError.self) { try JSON(text) }
    }

    @Test func stringsSurviveTheTrip() throws {
        for text in ["", "a\"b\\c", "\u{1}\n\t\u{7F}", "ü€😀", "\u{2028}"] {
            #expect(try JSON(JSON.string(text).bytes) == .string(text))
        }
        #expect(try JSON(Array(#""\ud83d\ude00\u00e9\/\ud800""#.utf8)) == .string("😀é/\u{FFFD}"))
    }

    @Test func numbersKeepTheirPrecision() throws {
        #expect(try JSON(Array("9223372036854775807".utf8)) == .int(.max))
        #expect(try JSON(Array("-1.5e3".utf8)) == .double(-1500))
    }

    @Test func linesAreCutWhereverTheyArrive() {
        var splitter = LineSplitter(limit: 8)
        #expect(splitter.feed(Array("a\nb".utf8)) == [Array("a".utf8)])
        #expect(splitter.feed(Array("c\n\n".utf8)) == [Array("bc".utf8), []])
        #expect(splitter.feed(Array("123456789".utf8)) == nil)
    }

    @Test func scoreboardCellsNeverOverlap() {
        let board = Scoreboard(slots: 3, cores: 2)
        var seen = Set<Int>()
        for slot in 0..<3 {
            for core in 0..<2 {
                for cell in Scoreboard.Cell.allCases {
                    #expect(seen.insert(board.offset(of: cell, slot: slot, core: core)).inserted)
                }
            }
        }
        #expect((seen.max() ?? 0) + 8 <= board.size)
    }
}
