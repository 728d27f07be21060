import Foundation
import Kernel
import Testing

/// Without signals: a loop that has them reaps every child of its process, those of other tests too.
@Suite(.serialized) struct EventLoopTests {
    @Test func whatIsWrittenWakesItsReader() throws {
        let loop = try EventLoop()
        let pipe = try makePipe()
        var arrived: [UInt8] = []
        let watch = try loop.watch(pipe.read) { readiness in
            #expect(readiness.isReadable)
            arrived += (try? readNow(pipe.read.raw)) ?? []
        }
        writeBytes([1, 2], to: pipe.write.raw)
        try loop.turn()
        #expect(arrived == [1, 2])
        writeBytes([3], to: pipe.write.raw)
        try loop.run { arrived.count == 3 }
        loop.cancel(watch)
    }

    @Test func eventsOfACancelledWatchAreDropped() throws {
        let loop = try EventLoop()
        let pipes = [try makePipe(), try makePipe()]
        var watches: [EventLoop.Watch] = []
        var called: [Int] = []
        for (index, pipe) in pipes.enumerated() {
            watches.append(
                try loop.watch(pipe.read) { _ in
                    called.append(index)
                    loop.cancel(watches[1 - index])
                })
            writeBytes([0], to: pipe.write.raw)
        }
        try loop.turn()
        #expect(called.count == 1)
    }

    @Test func interestCanChange() throws {
        let loop = try EventLoop()
        let pipe = try makePipe()
        var writable = 0
        let watch = try loop.watch(pipe.write, for: []) { readiness in
            if readiness.isWritable { writable += 1 }
        }
        _ = loop.schedule(at: .now) {}
        try loop.turn()
        #expect(writable == 0)
        try loop.change(watch, to: .writable)
        try loop.turn()
        #expect(writable == 1)
    }

    @Test func timersFireOnceInTheirOrder() throws {
        let loop = try EventLoop()
        var fired: [String] = []
        let now = Instant.now
        loop.schedule(at: now + .nanoseconds(-1)) { fired.append("second") }
        loop.schedule(at: now + .nanoseconds(-2)) { fired.append("first") }
        loop.cancel(loop.schedule(at: now + .nanoseconds(-3)) { fired.append("cancelled") })
        try loop.turn()
        #expect(fired == ["first", "second"])
        loop.schedule(at: .now) { fired.append("third") }
        try loop.run { fired.count > 2 }
        #expect(fired.last == "third")
    }

    @Test func aTurnThatComesMuchTooLateIsSaid() throws {
        let loop = try EventLoop()
        var late: Duration?
        var fired = false
        loop.onLateWake = { by in
            late = by
            #expect(!fired, "deadlines can be moved before they are judged")
        }
        loop.schedule(at: .now + .seconds(-5)) { fired = true }
        try loop.turn()
        #expect(late.map { $0 >= .seconds(5) } == true)
        #expect(fired)
    }

    @Test func theEndOfAPipeIsReadable() throws {
        let loop = try EventLoop()
        var ends = try makePipe() as (read: SharedDescriptor, write: SharedDescriptor?)
        var ended = false
        let number = ends.read.raw
        _ = try loop.watch(ends.read) { _ in ended = (try? readNow(number)) == [] }
        ends.write = nil
        try loop.turn()
        #expect(ended)
    }
}
