/// The replacement of each `SYMBOL(NAME)` in a value, in one walk.
///
/// uWSGI (core/utils.c, `uwsgi_apply_config_pass`) replaces a reference and then begins anew at the second byte. What it
/// has passed by then it passes again in the same way, so that it is enough to go back to the reference: to what was
/// being read before its symbol. Only what begins at the very first byte is not seen again, and no more is the first
/// byte of a replacement there.
struct ReferenceScan {
    private enum State {
        case outside
        case symbol
        case name(start: Int, depth: Int)
    }

    private let symbol: UInt8
    /// What has been walked through.
    private(set) var done: Bytes = []
    /// What is to come, the next piece last.
    private var ahead: [ArraySlice<UInt8>]
    private var aheadCount: Int
    private var state = State.outside
    /// The symbols within each other, each with what was being read before it.
    private var symbols: [(position: Int, before: State)] = []

    init(_ value: Bytes, symbol: UInt8) {
        self.symbol = symbol
        ahead = [value[...]]
        aheadCount = value.count
    }

    /// The length of the whole value as it is now.
    var length: Int { done.count + aheadCount }

    /// The next name that stands between the parentheses of a reference; nil at the end, or when the work is used up.
    mutating func next(_ work: inout Int) -> Bytes? {
        while var piece = ahead.popLast() {
            while !piece.isEmpty, work >= 0 {
                work -= skipPlain(&piece)
                guard let byte = piece.popFirst() else { break }
                aheadCount -= 1
                work -= 1
                let name = step(byte)
                done.append(byte)
                guard let name else { continue }
                ahead.append(piece)
                return Bytes(done[name])
            }
            if work < 0 { return nil }
        }
        return nil
    }

    /// Puts a text in place of the reference whose name was returned last.
    mutating func replace(with text: Bytes) {
        guard let (position, before) = symbols.popLast() else { return }
        done.removeSubrange(position...)
        ahead.append(text[...])
        aheadCount += text.count
        state = before
        if position == 0 { passFirst() }
        if beginsAtFirst(before, position) { state = .outside }
    }

    private mutating func passFirst() {
        state = .outside
        while var piece = ahead.popLast() {
            guard let byte = piece.popFirst() else { continue }
            done.append(byte)
            aheadCount -= 1
            return ahead.append(piece)
        }
    }

    private func beginsAtFirst(_ state: State, _ position: Int) -> Bool {
        switch state {
        case .outside: false
        case .symbol: position == 1
        case .name(let start, _): start == 2
        }
    }

    /// Walks to the next symbol when nothing is being read, and returns how far.
    private mutating func skipPlain(_ piece: inout ArraySlice<UInt8>) -> Int {
        guard case .outside = state else { return 0 }
        let end = piece.firstIndex(of: symbol) ?? piece.endIndex
        let plain = piece[..<end]
        done += plain
        aheadCount -= plain.count
        piece = piece[end...]
        return plain.count
    }

    /// The name's place when this byte ends a reference. `done` does not have the byte yet.
    private mutating func step(_ byte: UInt8) -> Range<Int>? {
        let position = done.count
        if byte == symbol {
            if case .outside = state { symbols.removeAll(keepingCapacity: true) }
            symbols.append((position, state))
            state = .symbol
            return nil
        }
        switch state {
        case .outside: break
        case .symbol:
            state = byte == UInt8(ascii: "(") ? .name(start: position + 1, depth: 0) : .outside
        case .name(let start, let depth) where byte == UInt8(ascii: "("):
            state = .name(start: start, depth: depth + 1)
        case .name(let start, let depth) where byte == UInt8(ascii: ")"):
            state = depth > 0 ? .name(start: start, depth: depth - 1) : .outside
            return depth == 0 && start < position ? start..<position : nil
        case .name: break
        }
        return nil
    }
}
