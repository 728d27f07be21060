import Kernel
import Protocol
import Synchronization

/// What a worker has done, in its slot of the scoreboard and for itself.
final class Counters: @unchecked Sendable {
    private let board: SharedMemory
    private let layout: Scoreboard
    private let slot: Int
    private let served = Atomic<UInt64>(0)
    private let asked = Atomic<Bool>(false)
    private let born = Instant.now

    /// The slot is cleared: it may have been another worker's.
    init(_ board: SharedMemory, threads: Int, slot: Int) {
        self.board = board
        let line = Scoreboard(slots: 1, cores: threads).size
        layout = Scoreboard(slots: max(1, board.size / max(1, line)), cores: threads)
        self.slot = min(slot, layout.slots - 1)
        for core in 0..<threads {
            for cell in Scoreboard.Cell.allCases { set(cell, core, 0) }
        }
    }

    /// Requests that this worker has answered.
    var requests: UInt64 { served.load(ordering: .relaxed) }

    /// Requests that all workers of the generation have answered.
    var requestsOfAll: UInt64 {
        var sum: UInt64 = 0
        for slot in 0..<layout.slots {
            for core in 0..<layout.cores {
                sum &+= board[word: layout.offset(of: .requests, slot: slot, core: core)]
            }
        }
        return sum
    }

    /// A core begins with a request.
    func begin(_ core: Int, at now: Instant) {
        set(.busySince, core, UInt64(truncatingIfNeeded: now.nanoseconds))
    }

    /// Whether every core has been in its request since then.
    func areBusy(since: Instant) -> Bool {
        (0..<layout.cores).allSatisfy { core in
            let began = board[word: layout.offset(of: .busySince, slot: slot, core: core)]
            return began != 0 && Int64(truncatingIfNeeded: began) <= since.nanoseconds
        }
    }

    /// Leaves word of the request in hand, "GET /path", for the master to name it by should it have to be cut off.
    func name(_ core: Int, _ text: [UInt8], method: Range<Int>?, uri: Range<Int>?) {
        let start = layout.requestOffset(slot: slot, core: core)
        var word: UInt64 = 0
        var count = 0
        func put(_ byte: UInt8) {
            guard count < Scoreboard.requestSize else { return }
            word |= UInt64(byte) << UInt64(count % 8 * 8)
            count += 1
            guard count % 8 == 0 else { return }
            board[word: start + count - 8] = word
            word = 0
        }
        for byte in text[method ?? 0..<0] { put(byte) }
        put(UInt8(ascii: " "))
        for byte in text[uri ?? 0..<0].prefix(Scoreboard.requestSize) { put(byte) }
        if count < Scoreboard.requestSize { board[word: start + count / 8 * 8] = word }
    }

    /// It has answered it.
    func end(_ core: Int, began: Instant, ended: Instant, bytes: Int, raised: Bool) {
        served.wrappingAdd(1, ordering: .relaxed)
        add(.requests, core, 1)
        add(.bytesSent, core, UInt64(truncatingIfNeeded: bytes))
        add(.timeInRequests, core, UInt64(truncatingIfNeeded: ended.nanoseconds &- began.nanoseconds))
        if raised { add(.exceptions, core, 1) }
        set(.busySince, core, 0)
    }

    /// The watcher looks at a core.
    func looked(_ core: Int, at now: Instant) {
        set(.lookedAt, core, UInt64(truncatingIfNeeded: now.nanoseconds))
    }

    /// Why this worker should be replaced; nil: not yet, or it was said before.
    func reachedAge(_ order: AppOrder, worker: Int) -> String? {
        guard order.maxRequests > 0 else { return nil }
        let later = UInt64(clamping: worker - 1).multipliedReportingOverflow(by: order.maxRequestsDelta)
        let limit = order.maxRequests.addingReportingOverflow(later.overflow ? .max : later.partialValue)
        guard !limit.overflow, requests >= limit.partialValue,
            Instant.now - born >= .seconds(order.minWorkerLifetime),
            !asked.exchange(true, ordering: .relaxed)
        else { return nil }
        return "max-requests (\(limit.partialValue)) reached"
    }

    private func set(_ cell: Scoreboard.Cell, _ core: Int, _ value: UInt64) {
        board[word: layout.offset(of: cell, slot: slot, core: core)] = value
    }

    private func add(_ cell: Scoreboard.Cell, _ core: Int, _ value: UInt64) {
        let offset = layout.offset(of: cell, slot: slot, core: core)
        board[word: offset] = board[word: offset] &+ value
    }
}
