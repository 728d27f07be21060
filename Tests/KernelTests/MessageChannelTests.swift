import Foundation
import Kernel
import Testing

@Suite struct MessageChannelTests {
    private func pair() throws -> (MessageChannel, MessageChannel) {
        let (ours, theirs) = try MessageChannel.pair()
        return (ours, MessageChannel(theirs))
    }

    private func receive(_ channel: MessageChannel) throws -> ReceivedMessage? {
        guard case .done(let message) = try channel.receive() else { return nil }
        return message
    }

    @Test func messagesKeepTheirBoundsAndOrder() throws {
        let (left, right) = try pair()
        for text in ["one", "two", "three"] { _ = try left.send(Array(text.utf8)) }
        for text in ["one", "two", "three"] { #expect(try receive(right)?.bytes == Array(text.utf8)) }
    }

    @Test func descriptorsTravelAndAreOursOnlyOnce() throws {
        let (left, right) = try pair()
        let pipe = try makePipe()
        _ = try left.send([7], descriptors: [pipe.write.raw, pipe.read.raw])
        var message = try receive(right)
        #expect(message?.descriptors.count == 2)
        #expect(try openCount(like: pipe.read.raw) == 4)
        try writeAll(try #require(message?.descriptors.first).raw, [42], purpose: "test")
        #expect(try readNow(pipe.read.raw) == [42])
        message = nil
        #expect(try openCount(like: pipe.read.raw) == 2)
    }

    @Test func tooManyDescriptorsAreRefused() throws {
        let (left, _) = try pair()
        let error = #expect(throws: SystemError.self) {
            try left.send([1], descriptors: [Int32](repeating: 0, count: 251))
        }
        #expect(error?.code == EMSGSIZE)
    }

    @Test func aLongMessageArrivesWhole() throws {
        let (left, right) = try pair()
        _ = try left.send([UInt8](repeating: 1, count: 150_000))
        #expect(try receive(right)?.bytes.count == 150_000)
    }

    @Test func oneOfSeveralTakersSaysHowMuchRoomItHas() throws {
        let (left, right) = try pair()
        for size in [4, 5] { _ = try left.send([UInt8](repeating: 7, count: size)) }
        guard case .done(let message) = try right.receive(room: 4) else { throw CancellationError() }
        #expect(message?.bytes == [7, 7, 7, 7])
        #expect(throws: SystemError.self) { try right.receive(room: 4) }
    }

    @Test func theKernelSaysWhoSent() throws {
        let (left, right) = try pair()
        try right.identifySenders()
        _ = try left.send([1])
        #expect(try receive(right)?.senderPID == currentProcess())
        _ = try right.send([1])
        #expect(try receive(left)?.senderPID == nil)
    }

    @Test func theEndIsToldApartFromNothingYet() throws {
        var ends = try MessageChannel.pair() as (ours: MessageChannel, theirs: SharedDescriptor?)
        try setNonBlocking(ends.ours.raw)
        guard case .notYet = try ends.ours.receive() else {
            Issue.record("nothing was sent yet")
            return
        }
        ends.theirs = nil
        guard case .done(nil) = try ends.ours.receive() else {
            Issue.record("the other end has closed")
            return
        }
    }
}
