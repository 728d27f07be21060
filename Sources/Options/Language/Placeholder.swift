/// `%(name)` and its arithmetic: words and operators separated by blanks, taken from left to right (core/config.c).
extension Evaluator {
    /// The value of a placeholder; nil when there is none, and the text stays.
    mutating func resolve(placeholder name: Bytes) -> Bytes? {
        guard name.contains(0x20) else {
            usedNames.insert(name)
            return firstValue(of: name)
        }
        var calculation = Calculation()
        for word in name.words where calculation.length <= LanguageLimits.valueLength {
            work -= 10
            if let step = Calculation.Operator(rawValue: word.text) {
                calculation.meet(step)
            } else if word.allSatisfy(\.isDigit) {
                calculation.take(word)
            } else {
                usedNames.insert(word)
                calculation.take(firstValue(of: word) ?? [])
            }
        }
        return calculation.value
    }
}

/// A left-to-right calculation: two values with nothing between them are joined as text.
private struct Calculation {
    enum Operator: String {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case increment = "++"
        case decrement = "--"
    }

    private(set) var value: Bytes?
    var length: Int { value?.count ?? 0 }
    private var pending: Operator?

    mutating func meet(_ step: Operator) {
        switch step {
        case .plus, .minus, .times, .over: pending = step
        case .increment: addToValue(1)
        case .decrement: addToValue(-1)
        }
    }

    private mutating func addToValue(_ step: Int64) {
        value = value.map { Bytes(String($0.leadingNumber &+ step)) }
        pending = nil
    }

    mutating func take(_ word: Bytes) {
        let left = value?.leadingNumber ?? 0
        let right = word.leadingNumber
        switch pending {
        case .plus: value = Bytes(String(left &+ right))
        case .minus: value = Bytes(String(left &- right))
        case .times: value = Bytes(String(left &* right))
        case .over: value = Bytes(String(right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue))
        case nil, .increment, .decrement:
            if value == nil { value = word } else { value?.append(contentsOf: word) }
        }
        pending = nil
    }
}
