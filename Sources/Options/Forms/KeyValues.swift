/// `KEY=VALUE,KEY=VALUE`, as uWSGI reads it (core/utils.c, uwsgi_kvlist_parse): a backslash keeps what follows from ending
/// a value.
struct KeyValues {
    private var values: [String: String] = [:]
    private(set) var problems: [FormProblem] = []

    /// Reads a list whose keys are known; `others` are further names of some of them.
    init(_ text: String, keys: [String], others: [String: String] = [:]) {
        for item in Self.split(text) where !item.isEmpty {
            guard let equals = item.firstIndex(of: "=") else {
                let text =
                    "has \(item) without a value, which does nothing: write KEY=VALUE, and \\, for a comma within a value"
                problems.append(.warning(text, uwsgi: "ignores it"))
                continue
            }
            let key = String(item[..<equals])
            let known = others[key] ?? key
            guard keys.contains(known) else {
                let nearest = EditDistance(among: keys).nearest(to: key).map { "; did you mean \($0)?" } ?? ""
                problems.append(.warning("has the key \(key), which there is not\(nearest)", uwsgi: "ignores it"))
                continue
            }
            values[known] = String(item[item.index(after: equals)...])
        }
    }

    private static func split(_ text: String) -> [String] {
        var items = [""]
        var isEscaped = false
        for character in text {
            if isEscaped || (character != "," && character != "\\") {
                items[items.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                items.append("")
            }
        }
        return items
    }

    /// A value as it is.
    func text(_ key: String) -> String? { values[key] }

    /// A whole number in a range; another one is an error.
    mutating func number(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = values[key] else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        problems.append(
            .error("has \(key)=\(text): write a whole number from \(range.lowerBound) to \(range.upperBound)"))
        return nil
    }

    /// Whether something holds. uWSGI looks at nothing but the key.
    mutating func flag(_ key: String) -> Bool {
        guard let text = values[key] else { return false }
        guard Flag.isFalse(text) else { return true }
        problems.append(
            .warning("has \(key)=\(text), which is read as false", uwsgi: "reads true: the key alone counts"))
        return false
    }
}
