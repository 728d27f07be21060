/// What an option's value is, and the setting that it fills.
public struct OptionValue: Sendable {
    /// What values are, and with it how they are read and where a note after one is cut off.
    public enum Kind: String, Hashable, Sendable {
        /// Yes or no, read as uWSGI does: everything is yes but `false`, `off`, `no` and `0`.
        case flag
        /// A whole number from 0.
        case count
        /// A whole number that may be negative.
        case signed
        /// A size in bytes; `64k` and `1g` are understood.
        case bytes
        /// A size whose bare number is megabytes.
        case megabytes
        /// A time in seconds; `30s` and `5m` are understood.
        case seconds
        /// A time in milliseconds.
        case milliseconds
        /// A name without blanks.
        case word
        /// A file or directory.
        case path
        /// Where a socket listens.
        case address
        /// IP addresses and networks, with commas between them; `*` for all.
        case networks
        /// What a socket speaks.
        case dialect
        /// A user or group, by name or number.
        case account
        /// `USER:GROUP`.
        case owner
        /// Permission bits in octal.
        case mode
        /// `KEY=PATH`.
        case mapping
        /// `NAME=VALUE`, kept whole.
        case assignment
        /// `NAME: VALUE`, kept whole.
        case header
        /// Free text, kept whole.
        case text
        /// Text of a form of the option's own, kept whole.
        case form
        /// A word of the language itself.
        case logic

        /// Whether nearly every text is a value, so that what looks wrong may be meant.
        var isName: Bool {
            switch self {
            case .word, .path, .address, .networks, .mapping, .assignment, .header, .text, .form, .logic: true
            case .flag, .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: false
            case .dialect, .account, .owner, .mode: false
            }
        }
    }

    /// Whether the option wants a value on the command line.
    public enum Need: Hashable, Sendable {
        /// It stands alone; `--name=value` is possible.
        case none
        /// It may stand alone; a value follows `=` or the short letter at once.
        case optional
        /// The next argument is its value.
        case required
    }

    /// What values are.
    public let kind: Kind
    /// Whether it wants a value on the command line.
    public let need: Need
    let set: (@Sendable (inout Settings, TypedValue, Entry) -> Void)?
    /// What is wrong with a text, as the rest of a sentence that begins with it; nil: nothing.
    var misreading: (@Sendable (String) -> String?)?
    /// What is wrong with a value of its own form.
    var check: (@Sendable (String) -> [FormProblem])?

    /// Whether a setting is filled from it.
    public var fillsSetting: Bool { self.set != nil }

    /// Whether a note after a value cannot be told from the value.
    public var isFreeText: Bool {
        switch kind {
        case .text, .form, .assignment, .header, .logic: true
        case .flag, .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: false
        case .word, .path, .address, .networks, .dialect, .account, .owner, .mode, .mapping: false
        }
    }
}

extension OptionValue {
    typealias Into<Value> = @Sendable (inout Settings, Value) -> Void

    static func flag(_ set: Into<Bool>? = nil) -> OptionValue {
        make(.flag, .none, set) { value in if case .flag(let flag) = value { flag } else { nil } }
    }

    static func optionalFlag(_ set: Into<Bool>? = nil) -> OptionValue {
        make(.flag, .optional, set) { value in if case .flag(let flag) = value { flag } else { nil } }
    }

    /// A flag that uWSGI's command line wants a value for.
    static func valueFlag(_ set: Into<Bool>? = nil) -> OptionValue {
        make(.flag, .required, set) { value in if case .flag(let flag) = value { flag } else { nil } }
    }

    static func count(_ set: Into<Int>? = nil) -> OptionValue { number(.count, set) }
    static func signed(_ set: Into<Int>? = nil) -> OptionValue { number(.signed, set) }
    static func bytes(_ set: Into<Int>? = nil) -> OptionValue { number(.bytes, set) }
    static func megabytes(_ set: Into<Int>? = nil) -> OptionValue { number(.megabytes, set) }
    static func seconds(_ set: Into<Int>? = nil) -> OptionValue { number(.seconds, set) }
    static func optionalSeconds(_ set: Into<Int>? = nil) -> OptionValue { number(.seconds, set, .optional) }
    static func milliseconds(_ set: Into<Int>? = nil) -> OptionValue { number(.milliseconds, set) }

    static func word(_ set: Into<String>? = nil) -> OptionValue { text(.word, .required, set) }
    static func path(_ set: Into<String>? = nil) -> OptionValue { text(.path, .required, set) }
    static func text(_ set: Into<String>? = nil) -> OptionValue { text(.text, .required, set) }
    static func optionalText(_ set: Into<String>? = nil) -> OptionValue { text(.text, .optional, set) }

    /// A text with a grammar of its own.
    static func text(
        checking misreading: @escaping @Sendable (String) -> String?,
        _ set: @escaping @Sendable (inout Settings, String, Entry) -> Void
    ) -> OptionValue {
        OptionValue(
            kind: .text, need: .required,
            set: { settings, value, entry in
                if case .text(let text) = value { set(&settings, text, entry) }
            }, misreading: misreading)
    }

    static func text(
        checking misreading: @escaping @Sendable (String) -> String?, _ set: @escaping Into<String>
    ) -> OptionValue {
        text(checking: misreading) { settings, text, _ in set(&settings, text) }
    }

    /// A regular expression.
    static func pattern(_ set: @escaping Into<Pattern>) -> OptionValue {
        text(checking: { $0.isEmpty ? "has no expression" : nil }) { settings, text, entry in
            set(&settings, Pattern(text: text, option: entry.key, origin: entry.origin))
        }
    }

    /// Text of a form of its own, and what makes a value of it.
    static func form<Value>(
        _ read: @escaping @Sendable (String) -> Form<Value>, _ set: @escaping Into<Value>
    ) -> OptionValue {
        form(read) { settings, value, _ in set(&settings, value) }
    }

    /// The same, for what has to know where it was written.
    static func form<Value>(
        _ read: @escaping @Sendable (String) -> Form<Value>,
        _ set: @escaping @Sendable (inout Settings, Value, Entry) -> Void
    ) -> OptionValue {
        var value = OptionValue(kind: .form, need: .required) { settings, value, entry in
            if case .text(let text) = value, let value = read(text).value { set(&settings, value, entry) }
        }
        value.check = { read($0).problems }
        return value
    }

    static func account(_ set: Into<Account>? = nil) -> OptionValue {
        make(.account, .required, set) { value in if case .account(let account) = value { account } else { nil } }
    }

    static func owner(_ set: Into<Owner>? = nil) -> OptionValue {
        make(.owner, .required, set) { value in if case .owner(let owner) = value { owner } else { nil } }
    }

    static func mode(_ need: Need = .required, _ set: Into<UInt32>? = nil) -> OptionValue {
        make(.mode, need, set) { value in if case .mode(let bits) = value { bits } else { nil } }
    }

    static func mapping(_ set: Into<Mapping>? = nil) -> OptionValue {
        make(.mapping, .required, set) { value in if case .mapping(let mapping) = value { mapping } else { nil } }
    }

    static func assignment(_ set: Into<Mapping>? = nil) -> OptionValue {
        make(.assignment, .required, set) { value in if case .mapping(let mapping) = value { mapping } else { nil } }
    }

    static func header(_ set: Into<Mapping>? = nil) -> OptionValue {
        make(.header, .required, set) { value in if case .mapping(let mapping) = value { mapping } else { nil } }
    }

    static func networks(_ set: Into<[IPNetwork]>? = nil) -> OptionValue {
        make(.networks, .required, set) { value in if case .networks(let networks, _) = value { networks } else { nil }
        }
    }

    /// A socket: the address with the dialect that its option stands for.
    static func listen(_ dialect: Listen.Dialect) -> OptionValue {
        OptionValue(kind: .address, need: .required) { settings, value, entry in
            guard case .address(let address, let text) = value else { return }
            settings.sockets.listens.append(
                Listen(address: address, dialect: dialect, option: entry.key, text: text, origin: entry.origin))
        }
    }

    static func address(_ set: Into<ListenAddress>? = nil) -> OptionValue {
        make(.address, .required, set) { value in if case .address(let address, _) = value { address } else { nil } }
    }

    static func dialect(_ set: Into<Listen.Dialect>? = nil) -> OptionValue {
        make(.dialect, .required, set) { value in if case .dialect(let dialect) = value { dialect } else { nil } }
    }

    static func logic(_ need: Need = .required) -> OptionValue {
        OptionValue(kind: .logic, need: need, set: nil)
    }

    private static func number(_ kind: Kind, _ set: Into<Int>?, _ need: Need = .required) -> OptionValue {
        make(kind, need, set) { value in if case .number(let number) = value { number } else { nil } }
    }

    private static func text(_ kind: Kind, _ need: Need, _ set: Into<String>?) -> OptionValue {
        make(kind, need, set) { value in if case .text(let text) = value { text } else { nil } }
    }

    private static func make<Value>(
        _ kind: Kind, _ need: Need, _ set: Into<Value>?, _ unwrap: @escaping @Sendable (TypedValue) -> Value?
    ) -> OptionValue {
        guard let set else { return OptionValue(kind: kind, need: need, set: nil) }
        return OptionValue(kind: kind, need: need) { settings, value, _ in
            if let value = unwrap(value) { set(&settings, value) }
        }
    }
}
