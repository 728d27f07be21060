/// A value after its kind was understood.
enum TypedValue: Hashable, Sendable {
    case flag(Bool)
    case number(Int)
    case text(String)
    case address(ListenAddress, text: String)
    case account(Account)
    case owner(Owner)
    case mode(UInt32)
    case dialect(Listen.Dialect)
    case mapping(Mapping)
    case networks([IPNetwork], text: String)
}

/// A user or a group as it was written.
public enum Account: Hashable, Sendable, CustomStringConvertible {
    /// To be looked up.
    case name(String)
    /// A number.
    case number(UInt32)

    /// As it was written.
    public var description: String {
        switch self {
        case .name(let name): name
        case .number(let number): String(number)
        }
    }
}

/// `USER`, `USER:GROUP` or `:GROUP`.
public struct Owner: Hashable, Sendable {
    /// The user; nil leaves it as it is.
    public let user: Account?
    /// The group; nil leaves it as it is.
    public let group: Account?
}

/// `KEY=VALUE`.
public struct Mapping: Hashable, Sendable {
    /// Before the first `=`.
    public let key: String
    /// After it.
    public let value: String
}
