import Foundation
import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct ConversationTests {
    private let greeting = encodeMessage(Greeting(emperor: "9.9", protocol: controlProtocolVersion, pid: 42))

    @Test func repliesAreHandedOverUntilTheEnd() throws {
        let emperor = try ScriptedEmperor([
            greeting, encodeMessage(ControlReply(id: 7, outcome: SiteOutcome(site: "other", code: .failed, text: ""))),
            encodeMessage(ControlReply(id: 1, outcome: SiteOutcome(site: "blog", code: .done, text: ""))),
            encodeMessage(ControlReply(id: 1, end: Ending(.noSuchSite, "no site nix"))),
        ])
        let conversation = try Conversation(at: emperor.path)
        var sites: [String] = []
        let ending = try conversation.ask(ControlRequest(id: 1, verb: .reload), by: nil) { reply in
            sites.append(reply.outcome?.site ?? "")
        }
        #expect(conversation.greeting.pid == 42)
        #expect(sites == ["blog"])
        #expect(ending == Ending(.noSuchSite, "no site nix"))
    }

    @Test func aDeadlineThatPassedEndsTheWaiting() throws {
        let emperor = try ScriptedEmperor([greeting])
        let conversation = try Conversation(at: emperor.path)
        #expect(try conversation.ask(ControlRequest(id: 1, verb: .reload), by: .now, each: { _ in }) == nil)
    }

    @Test func anEmperorThatDiesMeanwhileIsNoEmperor() throws {
        let emperor = try ScriptedEmperor([greeting], dies: true)
        let conversation = try Conversation(at: emperor.path)
        #expect(refusal { _ = try conversation.askBriefly(ControlRequest(id: 1, verb: .status)) }?.code == .noEmperor)
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request", "{}", "[1]"])
    func whoeverDoesNotGreetIsNoEmperor(line: String) throws {
        let emperor = try ScriptedEmperor([Array(line.utf8)])
        let ending = refusal { _ = try Conversation(at: emperor.path) }
        #expect(ending?.code == .noEmperor)
        #expect(ending?.text.contains(emperor.path) == true)
    }

    @Test func anotherProtocolVersionIsNamed() throws {
        let emperor = try ScriptedEmperor([encodeMessage(Greeting(emperor: "9.9", protocol: 99, pid: 1))])
        let ending = refusal { _ = try Conversation(at: emperor.path) }
        #expect(ending?.code == .failed)
        #expect(ending?.text.contains("emperor 9.9") == true)
    }

    @Test func aMissingSocketSaysWhatToDo() throws {
        let ending = refusal { _ = try Conversation(at: "/nonexistent/control.sock") }
        #expect(ending?.code == .noEmperor)
        let call = "(connect: No such file or directory)"
        #expect(ending?.text.hasPrefix("no emperor answers at /nonexistent/control.sock \(call)") == true)
    }

    @Test func aPathThatIsTooLongIsUsage() {
        let ending = refusal { _ = try Conversation(at: "/" + String(repeating: "x", count: 200)) }
        #expect(ending?.code == .usage)
        #expect(ending?.text.contains("201 bytes") == true)
    }

    @Test func rightsAreTheirOwnCode() {
        let error = SystemError(call: "connect", code: EACCES)
        #expect(Control.refusal(of: error, at: "/run/emperor/control.sock").ending.code == .notPermitted)
    }

    private func refusal(_ body: () throws -> Void) -> Ending? {
        #expect(throws: Refusal.self, performing: body)?.ending
    }
}

/// Listens on a socket of its own, greets the first who connects, and answers the first request.
private final class ScriptedEmperor {
    let path: String
    private let directory: String

    /// The first line is the greeting; with `dies`, the request is read and never answered.
    init(_ lines: [[UInt8]], dies: Bool = false) throws {
        directory = NSTemporaryDirectory() + "/ctl-" + UUID().uuidString.prefix(8)
        path = directory + "/c.sock"
        try makeDirectory(directory, mode: 0o700)
        let listener = try bindSocket(.unix(path: path))
        try listenSocket(listener.raw, backlog: 1)
        try setNonBlocking(listener.raw, false)
        let number = try duplicate(listener.raw)
        Thread.detachNewThread {
            let listener = SharedDescriptor(owning: number)
            guard case .done(let client)? = try? acceptConnection(listener.raw, nonBlocking: false) else { return }
            for line in lines.prefix(1) { writeBytes(line + [UInt8(ascii: "\n")], to: client.raw) }
            guard awaitBytes(client.raw), !dies else { return }
            for line in lines.dropFirst() { writeBytes(line + [UInt8(ascii: "\n")], to: client.raw) }
            while awaitBytes(client.raw) {}
        }
    }

    deinit {
        try? unlink(path)
        try? removeDirectory(directory)
    }
}

/// Waits for something to read; false when the other end has closed.
private func awaitBytes(_ raw: Int32) -> Bool {
    guard case .done(let bytes)? = try? read(raw, atMost: 4096) else { return false }
    return !bytes.isEmpty
}
