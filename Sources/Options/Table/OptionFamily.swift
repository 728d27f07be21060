/// Options that share one fate: the parts of a subsystem that is built in, not built, or never will be.
struct OptionFamily {
    /// Names of options that stand alone, separated by blanks; `a|b` are two names of one.
    var flags = ""
    /// Names of options with a value.
    var values = ""
    /// Names of options whose value may be left out.
    var optionals = ""
    var scope = OptionRow.Scope.site
    let status: OptionRow.Status
    let help: String

    var rows: [OptionRow] {
        rows(flags, .flag()) + rows(values, .text()) + rows(optionals, .optionalText())
    }

    private func rows(_ names: String, _ value: OptionValue) -> [OptionRow] {
        names.split(whereSeparator: \.isWhitespace).map { names in
            OptionRow(
                names: names.split(separator: "|").map(String.init), oldNames: [], letter: nil, value: value,
                repeats: true,
                defaultText: nil, scope: scope, change: .generation, status: status, help: help)
        }
    }
}
