import Protocol
import Testing

@Suite struct ControlMessageTests {
    private let worker = WorkerStatus(
        id: 1, pid: 12, startTime: 99, status: .busy, generation: 7, requests: 6, rss: 44_000_000)

    @Test(arguments: SiteState.allCases)
    func theStatusSurvivesTheTrip(state: SiteState) throws {
        let site = VassalStatus(
            name: "blog", state: state, want: .up, reason: "why", generation: 7, pid: nil, zygote: 11,
            workers: [worker], sockets: ["127.0.0.1:80"], since: 1.5, nextTry: nil, file: "/blog.ini",
            python: "3.11.2", warnings: ["w"])
        let emperor = EmperorStatus(version: "1", pid: 2, since: 3, sources: ["/v"], runDirectory: "/r")
        let reply = ControlReply(id: 4, status: StatusDocument(emperor: emperor, vassals: [site]))
        #expect(try decodeMessage(ControlReply.self, encodeMessage(reply)) == reply)
    }

    @Test(arguments: ExitCode.allCases, FailureKind.allCases)
    func outcomesSurviveTheTrip(code: ExitCode, failure: FailureKind) throws {
        let verdict = Verdict(generation: 8, failure: failure, text: "t", output: ["a", "b"], seconds: 0.25)
        let reply = ControlReply(id: 1, outcome: SiteOutcome(site: "blog", code: code, text: "t", verdict: verdict))
        #expect(try decodeMessage(ControlReply.self, encodeMessage(reply)) == reply)
    }

    @Test func theHighestExitCodeIsTheWorst() {
        #expect(ExitCode.allCases.max() == .timeout)
        #expect(ExitCode.allCases.map(\.rawValue) == Array(0...6))
    }

    @Test(arguments: [
        #"{"pid": 99999999999, "startTime": 1}"#, #"{"pid": 1, "startTime": -1}"#, #"{"pid": 1.5, "startTime": 1}"#,
        #"{"pid": "1", "startTime": 1}"#, #"{"pid": 1}"#, #"{"pid": 1, "startTime": null}"#, "[1, 1]",
    ])
    func numbersThatDoNotFitAreRefusedNotCut(text: String) {
        #expect(throws: (any Error).self) { try decodeMessage(ProcessStamp.self, Array(text.utf8)) }
    }

    @Test func aRequestCanBeWrittenByHand() throws {
        let line = #"{"id":1,"verb":"reload","sites":["blog"],"all":false,"wait":true,"keepGoing":false}"#
        let request = ControlRequest(id: 1, verb: .reload, sites: ["blog"])
        #expect(try decodeMessage(ControlRequest.self, Array(line.utf8)) == request)
        #expect(encodeMessage(request) == Array(line.utf8))
    }

    @Test func whatComesAfterTheLastLineWaits() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.feed(Array("ab".utf8)) == [])
        #expect(splitter.remainder == Array("ab".utf8))
        #expect(splitter.feed(Array("cd\n".utf8)) == [Array("abcd".utf8)])
        #expect(splitter.remainder.isEmpty)
    }
}
