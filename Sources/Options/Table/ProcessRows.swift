extension OptionTable {
    static let processRows: [OptionRow] = [
        .accepted(
            "master", letter: "M", is: .flag(), because: "there is always a master", help: "Runs a master process."),
        .works(
            "processes", "workers", letter: "p", is: .count { $0.workers.count = $1 }, default: "1",
            help: "How many worker processes."),
        .works(
            "threads", is: .count { $0.workers.threads = $1 }, default: "1", help: "How many threads in each worker."),
        .accepted(
            "enable-threads", letter: "T", is: .flag(), because: "Python threads always work",
            help: "Lets the application start threads."),
        .accepted(
            "thunder-lock", is: .flag(), because: "a connection wakes one worker only", help: "Serialises accept."),
        .accepted(
            "single-interpreter", letter: "i", is: .flag(), because: "there is one interpreter in each process",
            help: "Uses no sub-interpreters."),
    ]
}
