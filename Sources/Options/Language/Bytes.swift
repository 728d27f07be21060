typealias Bytes = [UInt8]

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let percent = UInt8(ascii: "%")
    static let colon = UInt8(ascii: ":")
    static let slash = UInt8(ascii: "/")

    /// What the ini parser trims: blank, tab and carriage return.
    var isIniBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0d }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}

extension ArraySlice where Element == UInt8 {
    /// Without blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isIniBlank { slice = slice.dropFirst() }
        while let last = slice.last, last.isIniBlank { slice = slice.dropLast() }
        return slice
    }
}

extension Array where Element == UInt8 {
    var text: String { String(decoding: self, as: UTF8.self) }

    init(_ text: String) {
        self.init(text.utf8)
    }

    /// With A to Z as a to z, and everything else as it is.
    var lowercasedASCII: [UInt8] {
        map { $0 >= 0x41 && $0 <= 0x5a ? $0 + 0x20 : $0 }
    }

    /// Up to the first zero byte, as every string of C ends there.
    var beforeZero: [UInt8] {
        guard let zero = firstIndex(of: 0) else { return self }
        return Array(self[..<zero])
    }

    /// The position of a sequence of bytes from a position on; nil when it is not there.
    func firstRange(of wanted: [UInt8], from start: Int = 0) -> Range<Int>? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var position = start
        while position <= count - wanted.count {
            guard let candidate = self[position...].firstIndex(of: first) else { return nil }
            if self[candidate...].starts(with: wanted) { return candidate..<(candidate + wanted.count) }
            position = candidate + 1
        }
        return nil
    }

    func occurrences(of wanted: [UInt8]) -> Int {
        var count = 0
        var position = 0
        while let range = firstRange(of: wanted, from: position) {
            count += 1
            position = range.upperBound
        }
        return count
    }

    func replacing(_ wanted: [UInt8], by replacement: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while let range = firstRange(of: wanted, from: position) {
            result += self[position..<range.lowerBound] + replacement
            position = range.upperBound
        }
        return position == 0 ? self : result + self[position...]
    }

    /// The words between blanks; runs of blanks count once.
    var words: [[UInt8]] {
        split(separator: 0x20).map(Array.init)
    }

    /// The number at the start, as strtoll(3) reads it: leading blanks, a sign, digits; the nearest value when out of range.
    var leadingNumber: Int64 {
        var rest = self[...]
        while let first = rest.first, first == 0x20 || (0x09...0x0d).contains(first) { rest = rest.dropFirst() }
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var number: Int64 = 0
        for digit in rest {
            guard digit.isDigit else { break }
            let (tens, first) = number.multipliedReportingOverflow(by: 10)
            let step = Int64(digit - 0x30)
            let (sum, second) = negative ? tens.subtractingReportingOverflow(step) : tens.addingReportingOverflow(step)
            if first || second { return negative ? .min : .max }
            number = sum
        }
        return number
    }
}
