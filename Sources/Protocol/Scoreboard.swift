/// The layout of a generation's scoreboard: shared memory in which each worker writes its own slot, a run of 64-byte
/// lines, one a core, and which the master only reads. Every cell is one 64-bit word with one writer. Behind all lines
/// stands for each core the request that it has in hand, as text.
public struct Scoreboard: Hashable, Sendable {
    /// Slots, one for each worker that may live at a time.
    public let slots: Int
    /// Threads of a worker.
    public let cores: Int

    /// What a core counts.
    public enum Cell: Int, CaseIterable, Sendable {
        /// Requests answered.
        case requests
        /// When the request in hand began, nanoseconds on the monotonic clock; 0: none.
        case busySince
        /// Requests whose app raised.
        case exceptions
        /// Bytes sent.
        case bytesSent
        /// Nanoseconds spent in requests.
        case timeInRequests
        /// When the worker's watcher last looked at the core, nanoseconds on the monotonic clock; 0: never. The watcher's
        /// alone; with harakiri only.
        case lookedAt
    }

    /// A layout for so many workers of so many threads.
    public init(slots: Int, cores: Int) {
        self.slots = slots
        self.cores = cores
    }

    private static let lineSize = 64

    /// Bytes of the text of a request, a multiple of 8; a shorter one ends with a zero.
    public static let requestSize = 128

    /// Bytes of all slots.
    public var size: Int { slots * cores * (Self.lineSize + Self.requestSize) }

    /// Byte offset of the text of a core's request.
    public func requestOffset(slot: Int, core: Int) -> Int {
        precondition(slot >= 0 && slot < slots && core >= 0 && core < cores)
        return slots * cores * Self.lineSize + (slot * cores + core) * Self.requestSize
    }

    /// Byte offset of a cell.
    public func offset(of cell: Cell, slot: Int, core: Int) -> Int {
        precondition(slot >= 0 && slot < slots && core >= 0 && core < cores)
        return (slot * cores + core) * Self.lineSize + cell.rawValue * 8
    }
}
