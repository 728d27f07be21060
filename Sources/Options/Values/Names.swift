/// Names, users, modes and pairs.
extension ValueReader {
    mutating func readName(_ text: String) -> TypedValue? {
        guard !text.isEmpty else {
            warning("has no value and is ignored")
            return nil
        }
        if text.count > 1, let first = text.first, first == "\"" || first == "'", text.last == first {
            warning("has its quotes as a part of the value; leave them out", uwsgi: Self.readsTheSame)
        }
        return .text(text)
    }

    mutating func readAccount(_ text: String) -> Account? {
        guard !text.isEmpty else {
            error("names nobody: write a name or a number")
            return nil
        }
        guard text.utf8.allSatisfy(\.isDigit) else { return .name(text) }
        guard let number = UInt32(text), number != .max else {
            error("is no number that a user or group can have")
            return nil
        }
        return .number(number)
    }

    mutating func readOwner(_ text: String) -> TypedValue? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let accounts = parts.map { $0.isEmpty ? nil : readAccount($0) }
        guard accounts.contains(where: { $0 != nil }) else {
            error("names nobody: write USER:GROUP")
            return nil
        }
        return .owner(Owner(user: accounts[0], group: accounts.count > 1 ? accounts[1] : nil))
    }

    mutating func readMode(_ text: String) -> UInt32? {
        if text == "1" && row.value.need == .optional { return 0o666 }
        let digits = text.count == 4 && text.hasPrefix("0") ? String(text.dropFirst()) : text
        guard digits.count == 3, digits.allSatisfy({ "01234567".contains($0) }), let mode = UInt32(digits, radix: 8)
        else {
            error(
                "is no mode: write three octal digits, as in 660",
                uwsgi: row.value.need == .optional ? "ends with an error too" : nil)
            return nil
        }
        if digits != text && row.value.need == .optional {
            warning("is read as \(digits)", uwsgi: "takes three digits only, and ends with an error")
        }
        return mode
    }

    mutating func readMapping(_ text: String) -> TypedValue? {
        guard let mapping = Mapping(text) else {
            error("has no =; write PREFIX=VALUE")
            return nil
        }
        return .mapping(mapping)
    }

    mutating func readAssignment(_ text: String) -> TypedValue? {
        guard let mapping = Mapping(text), !mapping.key.isEmpty else {
            warning("has no NAME=VALUE and is ignored")
            return nil
        }
        return .mapping(mapping)
    }
}

extension Mapping {
    /// Both sides of the first `=`; nil when there is none.
    init?(_ text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        self.init(key: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
    }
}
