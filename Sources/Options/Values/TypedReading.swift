/// An option's value as it was understood, for people.
public struct TypedReading {
    /// The value, with its unit where it has one; nil where it could not be understood.
    public let text: String?

    /// Reads an entry as its row says.
    public init(_ entry: Entry, _ row: OptionRow) {
        var reader = ValueReader(entry, row)
        text = reader.read().map { Self.text(of: $0, row.value.kind) }
    }

    private static func text(of value: TypedValue, _ kind: OptionValue.Kind) -> String {
        switch value {
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): String(number) + unit(kind)
        case .text(let text): text
        case .address(let address, _): address.description
        case .account(let account): account.description
        case .owner(let owner): "\(owner.user?.description ?? ""):\(owner.group?.description ?? "")"
        case .mode(let mode): String(mode, radix: 8)
        case .dialect(let dialect): dialect.rawValue
        case .mapping(let mapping): "\(mapping.key)=\(mapping.value)"
        case .networks(_, let text): text
        }
    }

    private static func unit(_ kind: OptionValue.Kind) -> String {
        switch kind {
        case .seconds: " s"
        case .milliseconds: " ms"
        case .bytes, .megabytes: " bytes"
        default: ""
        }
    }
}
