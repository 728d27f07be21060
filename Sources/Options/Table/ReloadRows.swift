extension OptionTable {
    static let reloadRows: [OptionRow] = [
        .works(
            "max-requests", letter: "R", is: .count { $0.workers.maxRequests = $1 == 0 ? nil : $1 }, default: "none",
            help: "A worker is replaced after so many requests."),
        .works(
            "max-requests-delta", is: .count { $0.workers.maxRequestsDelta = $1 }, default: "0",
            help: "Each further worker is granted so many requests more."),
        .works(
            "min-worker-lifetime", is: .seconds { $0.workers.minLifetime = $1 }, default: "10",
            help: "No worker is replaced before this age, in seconds."),
        .works(
            "reload-mercy", is: .seconds { $0.lifecycle.reloadMercy = $1 }, default: "as worker-reload-mercy",
            help: "How long a stop may take, in seconds."),
        .works(
            "worker-reload-mercy", is: .seconds { $0.lifecycle.workerMercy = $1 }, default: "60",
            help: "How long a worker may finish its requests, in seconds."),
        .works(
            "touch-reload", is: .path { $0.files.touchReload.append($1) }, repeats: true,
            help: "Reloads when the file changes, appears or disappears."),
        .works(
            "pidfile", is: .path { $0.files.pidfile = $1 }, change: .master,
            help: "Writes the master's pid, before privileges are given up."),
        .works(
            "pidfile2", is: .path { $0.files.pidfileOfUser = $1 },
            help: "Writes the master's pid, after privileges are given up."),
        .works("safe-pidfile", is: .path { $0.files.safePidfile = $1 }, change: .master, help: "As pidfile."),
        .works("safe-pidfile2", is: .path { $0.files.safePidfileOfUser = $1 }, help: "As pidfile2."),
        .works(
            "vacuum", is: .flag { $0.files.vacuum = $1 }, default: "false",
            help: "Removes pidfiles and unix sockets at the end."),
        .accepted(
            "die-on-term", is: .flag { $0.lifecycle.dieOnTerm = $1 }, because: "SIGTERM always stops",
            help: "SIGTERM stops instead of reloading."),
    ]
}
