extension OptionTable {
    static let emperorRows: [OptionRow] = [
        .works(
            "emperor", is: .path { $0.emperor.sources.append($1) }, repeats: true, scope: .emperor, change: .emperor,
            help: "A directory or glob pattern of sites."),
        .works(
            "emperor-freq", is: .seconds { $0.emperor.scanInterval = $1 }, default: "30", scope: .emperor,
            change: .emperor,
            help: "Seconds between full scans; changes are seen at once anyway."),
        .works(
            "vassal-set", "vassals-set", is: .assignment { $0.emperor.defaults.append($1) }, repeats: true,
            scope: .emperor,
            change: .emperor, help: "A default for every site: OPTION=VALUE."),
    ]
}
