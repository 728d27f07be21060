extension OptionTable {
    static let languageRows: [OptionRow] = [
        .works(
            "ini", is: .logic(), repeats: true, scope: .both, help: "Reads an ini file: FILE, FILE:SECTION or :SECTION."
        ),
        .works("include", is: .logic(), repeats: true, scope: .both, help: "Reads an ini file in place."),
        .works(
            "strict", is: .flag { $0.strict = $1 }, default: "false", scope: .both, change: .nothing,
            help: "An unknown option is an error."),
    ]
}
