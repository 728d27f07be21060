extension OptionTable {
    static let serveRows: [OptionRow] = [
        .works(
            "static-map", is: .mapping { $0.requests.staticMaps.append($1) }, repeats: true,
            help: "Serves files without the application: /PREFIX=DIRECTORY or /PATH=FILE.")
    ]
}
