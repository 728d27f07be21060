import Foundation
import Kernel
import Testing

@Suite struct SocketTests {
    @Test func addressesAreWrittenAsPeopleWriteThem() {
        #expect(SocketAddress.tcp(host: "127.0.0.1", port: 8000).description == "127.0.0.1:8000")
        #expect(SocketAddress.tcp(host: "::1", port: 80).description == "[::1]:80")
        #expect(SocketAddress.unix(path: "/run/a.sock").description == "/run/a.sock")
        #expect(SocketAddress.abstract(name: "a").description == "@a")
    }

    @Test func theLongestPathFitsAndALongerOneIsNamed() throws {
        let scratch = try Scratch()
        let base = scratch("")
        let room = SocketAddress.longestPath - base.utf8.count
        _ = try bindSocket(.unix(path: base + String(repeating: "x", count: room)))
        let long = base + String(repeating: "x", count: room + 1)
        let error = #expect(throws: SystemError.self) { try bindSocket(.unix(path: long)) }
        #expect(error?.code == ENAMETOOLONG)
        #expect(error?.description.contains(long) == true)
    }

    @Test func anUnknownHostIsNamed() {
        let error = #expect(throws: SystemError.self) {
            try bindSocket(.tcp(host: "256.256.256.256.invalid", port: 1))
        }
        #expect(error?.description.contains("256.256.256.256.invalid:1") == true)
    }

    @Test func aBoundSocketCannotBeReachedBeforeItListens() throws {
        let server = try bindSocket(.tcp(host: "127.0.0.1", port: 0))
        let address = SocketAddress.tcp(host: "127.0.0.1", port: try #require(try localPort(server.raw)))
        let error = #expect(throws: SystemError.self) { try connectSocket(address) }
        #expect(error?.code == ECONNREFUSED)
        try listenSocket(server.raw, backlog: 1)
        _ = try connectSocket(address)
    }

    @Test(arguments: [SocketKind.stream, .messages])
    func bytesGoThroughAUnixSocketWhoseClientIsKnown(kind: SocketKind) throws {
        let scratch = try Scratch()
        let server = try bindSocket(.unix(path: scratch("s")), kind: kind)
        try listenSocket(server.raw, backlog: 1)
        guard case .notYet = try acceptConnection(server.raw, nonBlocking: true) else {
            Issue.record("nobody has connected yet")
            return
        }
        let client = try connectSocket(.unix(path: scratch("s")), kind: kind)
        guard case .done(let accepted) = try acceptConnection(server.raw, nonBlocking: true) else {
            Issue.record("the client waits to be accepted")
            return
        }
        #expect(try read(accepted.raw, atMost: 10) == .notYet)
        try writeAll(client.raw, Array("hello".utf8), purpose: "test")
        #expect(try readNow(accepted.raw) == Array("hello".utf8))
        #expect(try peerCredentials(accepted.raw).pid == currentProcess())
        #expect(try localPort(server.raw) == nil)
    }

    @Test func whoListensIsFoundOutWithoutWaiting() throws {
        let scratch = try Scratch()
        #expect(try probeSocket(scratch("s")) == .nobody, "there is no file")
        var server: SharedDescriptor? = try bindSocket(.unix(path: scratch("s")))
        #expect(try probeSocket(scratch("s")) == .nobody, "nobody listens yet")
        if let server { try listenSocket(server.raw, backlog: 0) }
        let waiting = try connectSocket(.unix(path: scratch("s")))
        #expect(try probeSocket(scratch("s")) == .unknown, "the backlog is full")
        if let server { _ = try acceptConnection(server.raw, nonBlocking: true) }
        #expect(try probeSocket(scratch("s")) == .process(currentProcess()))
        server = nil
        #expect(try probeSocket(scratch("s")) == .nobody, "the listener has gone")
        let other = try bindSocket(.unix(path: scratch("m")), kind: .messages)
        try listenSocket(other.raw, backlog: 1)
        #expect(try probeSocket(scratch("m")) == .unknown, "of another kind")
        withExtendedLifetime(waiting) {}
    }

    @Test func aFullPipeHoldsNobodyUp() throws {
        let pipe = try makePipe()
        let line = [UInt8](repeating: 1, count: 10_000)
        #expect(writeWithoutWaiting(line, to: pipe.write.raw))
        var written = 1
        while writeWithoutWaiting(line, to: pipe.write.raw) { written += 1 }
        #expect(written < 10, "a pipe holds 64 KiB")
    }

    @Test func failedAttemptsLeaveNoDescriptor() throws {
        let before = try listDirectory("/proc/self/fd").count
        for _ in 0..<400 {
            #expect(throws: SystemError.self) { try connectSocket(.unix(path: "/nonexistent/socket")) }
        }
        // Other tests open some of their own meanwhile, but not hundreds.
        #expect(try listDirectory("/proc/self/fd").count < before + 200)
    }
}
