import Kernel
import Testing

@testable import Vassal

@Suite struct FarewellTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func after(_ milliseconds: Int64) -> Instant { start + .milliseconds(milliseconds) }

    @Test func itWaitsUntilTheQueueStayedEmptyForASecond() {
        var farewell = Farewell(at: start)
        #expect(farewell.look(queueIsEmpty: true, at: after(0)) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(900)) == .wait)
        #expect(farewell.look(queueIsEmpty: false, at: after(950)) == .wait, "somebody came")
        #expect(farewell.look(queueIsEmpty: true, at: after(1000)) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(1999)) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(2000)) == .letNobodyIn)
        #expect(farewell.isClosed)
    }

    @Test func whoCameBeforeTheDoorClosedIsServed() {
        var farewell = Farewell(at: start)
        _ = farewell.look(queueIsEmpty: true, at: after(0))
        #expect(farewell.look(queueIsEmpty: true, at: after(1000)) == .letNobodyIn)
        #expect(farewell.look(queueIsEmpty: true, at: after(1450)) == .wait)
        #expect(farewell.look(queueIsEmpty: false, at: after(1460)) == .wait, "a handshake that had begun")
        #expect(farewell.look(queueIsEmpty: true, at: after(1470)) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(1970)) == .shutDown)
    }

    @Test func itDoesNotWaitForEver() {
        var farewell = Farewell(at: start)
        #expect(farewell.look(queueIsEmpty: false, at: after(59_999)) == .wait)
        #expect(farewell.look(queueIsEmpty: false, at: after(60_000)) == .shutDown)
    }

    @Test func oneThatIsClosedAlreadyWaitsForItsQueueAlone() {
        var farewell = Farewell(at: start, isClosed: true)
        #expect(farewell.look(queueIsEmpty: false, at: start) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(50)) == .wait)
        #expect(farewell.look(queueIsEmpty: true, at: after(550)) == .shutDown)
    }
}
