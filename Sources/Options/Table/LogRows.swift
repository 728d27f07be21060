extension OptionTable {
    static let logRows: [OptionRow] = [
        .works(
            "logto", is: .path { $0.logs.file = $1 }, default: "standard error", change: .master, help: "The log file."),
        .works(
            "logto2", is: .path { $0.logs.fileOfUser = $1 }, help: "The log file, opened after privileges are given up."
        ),
        .works(
            "daemonize", letter: "d", is: .path { $0.logs.daemonize = $1 }, change: .master,
            help: "The log file; outside an emperor, the vassal goes into the background."),
        .works(
            "disable-logging", letter: "L", is: .flag { $0.logs.requests = !$1 }, default: "false",
            help: "Requests are not logged."),
        .works(
            "memory-report", letter: "m", is: .flag { $0.logs.memory = $1 }, default: "false",
            help: "Request lines tell the memory of the worker."),
    ]
}
