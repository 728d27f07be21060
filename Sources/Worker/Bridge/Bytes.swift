import Glibc

extension [UInt8] {
    /// Appends the bytes of a span in one copy.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Appends a literal.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Moves bytes within the array; the ranges may overlap.
    mutating func move(_ range: Range<Int>, to start: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && start >= 0 && start + range.count <= count)
        withUnsafeMutableBytes { all in
            guard let base = all.baseAddress else { return }
            (base + start).copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
    }
}

extension MutableSpan<UInt8> {
    /// Copies bytes to a place in this memory.
    mutating func copy(_ bytes: Span<UInt8>, to start: Int) {
        precondition(start >= 0 && start + bytes.count <= count)
        let length = bytes.count
        withUnsafeMutableBytes { all in
            bytes.withUnsafeBytes { source in
                guard let base = all.baseAddress, let from = source.baseAddress else { return }
                (base + start).copyMemory(from: from, byteCount: length)
            }
        }
    }
}

extension Span<UInt8> {
    /// Whether the bytes of the range are the literal, which is not empty.
    @inline(__always)
    func holds(_ text: StaticString, at range: Range<Int>) -> Bool {
        let length = text.utf8CodeUnitCount
        guard range.count == length, range.lowerBound >= 0, range.upperBound <= count else { return false }
        return withUnsafeBytes { all in
            guard let base = all.baseAddress else { return length == 0 }
            // The first byte alone tells most apart.
            return all[range.lowerBound] == text.utf8Start[0]
                && memcmp(base + range.lowerBound, text.utf8Start, length) == 0
        }
    }

    /// Whether the bytes of the range are the literal, which is in lower case, in any case.
    func holds(anyCase text: StaticString, at range: Range<Int>) -> Bool {
        let length = text.utf8CodeUnitCount
        guard range.count == length, range.lowerBound >= 0, range.upperBound <= count else { return false }
        return withUnsafeBufferPointer { all in
            for offset in 0..<length {
                let byte = all[range.lowerBound + offset]
                let small = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
                if small != text.utf8Start[offset] { return false }
            }
            return true
        }
    }

    /// Whether both are the same name of a header, in any case.
    func isName(_ other: [UInt8]) -> Bool {
        func small(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
        return count == other.count && indices.allSatisfy { small(self[$0]) == small(other[$0]) }
    }

    /// Whether both are the same bytes.
    @inline(__always)
    func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in mine.elementsEqual(theirs) }
        }
    }
}
