import Kernel
import Protocol

/// What the processes of one generation print: a pipe, cut into lines, the last of them remembered for the verdict.
final class Output {
    let descriptor: SharedDescriptor
    private let log: SiteLog
    private let prefix: [UInt8]
    private var partial: [UInt8] = []
    /// The last lines, oldest first.
    private(set) var tail: [String] = []
    private(set) var ended = false

    /// Lines that a verdict shows.
    static let tailLength = 30
    /// A line is cut here.
    private static let longestLine = 64 * 1024
    private static let piece = 16 * 1024
    /// As much as a pipe holds (pipe(7): 64 KiB).
    private static let mostPieces = 4

    /// Reads from a pipe's end, which must not block. `prefix` stands before each line in the log.
    init(_ descriptor: SharedDescriptor, log: SiteLog, prefix: String = "") {
        self.descriptor = descriptor
        self.log = log
        self.prefix = Array(prefix.utf8)
    }

    /// Passes on what is there: all that a pipe holds, and no more, so that nobody who prints without end holds us up.
    func read() {
        for _ in 0..<Self.mostPieces where !ended {
            guard case .done(let bytes)? = try? Kernel.read(descriptor.raw, atMost: Self.piece) else { return }
            if bytes.isEmpty { return end() }
            take(bytes)
        }
    }

    private func end() {
        ended = true
        if !partial.isEmpty { emitPartial() }
    }

    private func take(_ bytes: [UInt8]) {
        for piece in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if piece.offset > 0 { emitPartial() }
            partial += piece.element
        }
        if partial.count > Self.longestLine { emitPartial() }
    }

    /// A line, and behind it maybe one about a request that came while a print was not at its line's end.
    private func emitPartial() {
        defer { partial = [] }
        guard let mark = partial.lastIndex(of: RequestLines.mark) else { return emit(partial, isRequest: false) }
        if mark > 0 { emit(Array(partial[..<mark]), isRequest: false) }
        emit(Array(partial[(mark + 1)...]), isRequest: true)
    }

    private func emit(_ line: [UInt8], isRequest: Bool) {
        log.write(prefix + line, isRequest: isRequest)
        tail.append(String(decoding: line, as: UTF8.self))
        if tail.count > Self.tailLength { tail.removeFirst() }
    }
}
