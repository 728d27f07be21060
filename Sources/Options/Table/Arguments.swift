/// The arguments of a daemon, read by the option table.
public struct Arguments: Hashable, Sendable {
    /// The options in order, ready for `IniLanguage.evaluate`.
    public private(set) var options: [IniLanguage.Source] = []
    /// What is no option: files, directories, patterns.
    public private(set) var operands: [String] = []
    /// Unknown options, and options without their value.
    public private(set) var problems: [Problem] = []

    /// Reads arguments, the program's name not among them, as getopt_long(3) would: `--name`, `--name=value`,
    /// `--name value`, `-p 4`, `-p4`, `-Mp4`; operands may stand anywhere, and after `--` everything is one.
    public init(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                return
            } else if argument.hasPrefix("--") {
                takeLong(argument, &rest)
            } else if argument.hasPrefix("-") && argument != "-" {
                takeShort(argument, &rest)
            } else {
                operands.append(argument)
            }
        }
    }

    private mutating func takeLong(_ argument: String, _ rest: inout ArraySlice<String>) {
        let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let name = parts.first ?? ""
        guard let row = OptionTable.row(named: name) else {
            let hint = OptionTable.nearest(to: name).map { "; did you mean --\($0)?" } ?? ""
            problems.error(at: .argument(argument), "there is no option --\(name)\(hint)")
            return
        }
        take(row, as: name, parts.count > 1 ? parts[1] : nil, argument, &rest)
    }

    private mutating func takeShort(_ argument: String, _ rest: inout ArraySlice<String>) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            guard let row = OptionTable.row(letter: letter) else {
                problems.error(at: .argument(argument), "there is no option -\(letter)")
                return
            }
            if row.value.need == .none {
                take(row, as: row.name, nil, argument, &rest)
            } else {
                let attached = letters.isEmpty ? nil : String(letters)
                return take(row, as: row.name, attached, argument, &rest)
            }
        }
    }

    private mutating func take(
        _ row: OptionRow, as name: String, _ attached: String?, _ argument: String, _ rest: inout ArraySlice<String>
    ) {
        var value = attached
        var text = argument
        if value == nil && row.value.need == .required {
            guard let next = rest.popFirst() else {
                return problems.error(at: .argument(argument), "\(argument) wants a value")
            }
            value = next
            text += " \(next)"
        }
        options.append(.option(key: name, value: value, origin: .argument(text)))
    }
}
