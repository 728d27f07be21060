import Kernel

/// The first part of a body that is received before the app is called (`post-buffering`) and is too long to be kept in
/// memory: a file, and a piece of it that is being read.
struct SpilledBody {
    private let file: TemporaryFile
    private var size = 0
    /// Bytes of the file that were read into pieces.
    private var position = 0
    private var piece: ArraySlice<UInt8> = []

    init() throws(SystemError) {
        file = try TemporaryFile(in: environmentValue("TMPDIR") ?? "/tmp")
    }

    /// Everything was taken.
    var isEmpty: Bool { piece.isEmpty && position == size }

    /// Adds bytes at the end.
    mutating func append(_ bytes: Span<UInt8>) throws(SystemError) {
        try file.write(bytes, at: size)
        size += bytes.count
    }

    /// Hands out bytes, at most so many and not beyond the first `stop` byte; fewer only at the end.
    mutating func take(atMost limit: Int, stopAt stop: UInt8?) throws(SystemError) -> [UInt8] {
        var taken: [UInt8] = []
        while taken.count < limit, !isEmpty {
            if piece.isEmpty { try readPiece() }
            let part = piece.prefix(limit - taken.count, through: stop)
            piece = piece.dropFirst(part.count)
            taken += part
            if stop != nil, taken.last == stop { break }
        }
        return taken
    }

    private mutating func readPiece() throws(SystemError) {
        piece = try file.read(at: position, atMost: min(RequestLimits.streamRoom, size - position))[...]
        // A file that somebody else has cut would never end.
        if piece.isEmpty {
            throw SystemError(call: "pread", code: 0, purpose: "a buffered body that is not there any more")
        }
        position += piece.count
    }
}

extension ArraySlice<UInt8> {
    /// At most so many bytes, and not beyond the first `stop` byte.
    func prefix(_ limit: Int, through stop: UInt8?) -> ArraySlice<UInt8> {
        let piece = prefix(limit)
        guard let stop, let end = piece.firstIndex(of: stop) else { return piece }
        return piece[...end]
    }
}
