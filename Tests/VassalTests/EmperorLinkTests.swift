import Foundation
import Kernel
import Protocol
import Testing

@testable import Vassal

/// What a master hears of its emperor, and the emperor of it.
@Suite struct EmperorLinkTests {
    /// A master's link, and what its emperor finds.
    private final class Line {
        let loop: EventLoop
        let address: SocketAddress
        var link: EmperorLink?
        var orders: [MasterOrder] = []
        var complaints = 0

        init(_ name: String) throws {
            loop = try EventLoop()
            address = .abstract(name: "link-\(currentProcess())-\(name)")
            let listener = try bindSocket(address, kind: .messages)
            try listenSocket(listener.raw, backlog: 8)
            link = try EmperorLink(
                loop, listener: try duplicate(listener.raw), log: { [unowned self] _ in complaints += 1 },
                onConnect: { [unowned self] in link?.send(.hello(version: 1, pid: 7, build: "test")) },
                onOrder: { [unowned self] order, _ in orders.append(order) })
        }

        func connect() throws -> MessageChannel {
            let channel = MessageChannel(try connectSocket(address, kind: .messages))
            try loop.turn()
            try setNonBlocking(channel.raw)
            return channel
        }
    }

    private func report(_ channel: MessageChannel) throws -> MasterReport? {
        guard case .done(let message?) = try channel.receive() else { return nil }
        return try decodeMessage(MasterReport.self, message.bytes)
    }

    @Test func whatIsNotUnderstoodIsIgnored() throws {
        let line = try Line("garbage")
        let emperor = try line.connect()
        for text in ["", "{", "{\"unknown\":{}}", "\u{0}\u{1}", String(repeating: "[", count: 5000)] where !text.isEmpty
        {
            _ = try emperor.send(Array(text.utf8))
        }
        _ = try emperor.send(encodeMessage(MasterOrder.report))
        try line.loop.turn()
        #expect(line.orders == [.report])
        #expect(line.complaints == 4)
    }

    @Test func theNewestEmperorIsTheOneThatIsSpokenTo() throws {
        let line = try Line("two")
        let first = try line.connect()
        let second = try line.connect()
        line.link?.send(.owns([]))
        #expect(try report(first) == .hello(version: 1, pid: 7, build: "test"))
        #expect(try report(first) == nil, "the line was cut")
        #expect(try report(second) == .hello(version: 1, pid: 7, build: "test"))
        #expect(try report(second) == .owns([]))
    }

    @Test func anEmperorThatDoesNotReadCostsNoDescriptors() throws {
        let line = try Line("deaf")
        let emperor = try line.connect()
        let pipe = try makePipe()
        for _ in 0..<2000 {
            let copy = SharedDescriptor(owning: try duplicate(pipe.read.raw))
            line.link?.send(.keep([.output(generation: 1)]), [copy])
        }
        line.link?.send(.keep([.output(generation: 2)]), [pipe.read])
        #expect(line.link?.isConnected == true)
        let wanted = try FileFacts(descriptor: pipe.read.raw)
        let held = try listDirectory("/proc/self/fd").count { name in
            (try? FileFacts(path: "/proc/self/fd/\(name)")) == wanted
        }
        #expect(held <= 4, "\(held) descriptors of one pipe")
        var last: MasterReport?
        while let next = try report(emperor) {
            last = next
            line.loop.schedule(at: .now) {}
            try line.loop.turn()
        }
        #expect(last == .keep([.output(generation: 2)]))
    }
}
