extension OptionTable {
    static var reloadRows: [OptionRow] {
        [
            .works(
                "max-requests", letter: "R", is: .count { $0.workers.maxRequests = $1 == 0 ? nil : $1 },
                default: "none",
                help: "A worker is replaced after so many requests."),
            .works(
                "max-requests-delta", is: .count { $0.workers.maxRequestsDelta = $1 }, default: "0",
                help: "Each further worker is granted so many requests more."),
            .works(
                "min-worker-lifetime", is: .seconds { $0.workers.minLifetime = $1 }, default: "10",
                help: "No worker is replaced before this age, in seconds."),
            .works(
                "max-worker-lifetime", is: .seconds { $0.workers.maxLifetime = $1 == 0 ? nil : $1 }, default: "none",
                help: "A worker is replaced at this age, in seconds."),
            .works(
                "max-worker-lifetime-delta", is: .seconds { $0.workers.maxLifetimeDelta = $1 }, default: "0",
                help: "Each further worker may grow so much older, in seconds."),
            .works(
                "reload-mercy", is: .seconds { $0.lifecycle.reloadMercy = $1 == 0 ? nil : $1 },
                default: "as worker-reload-mercy",
                help: "How long a stop may take, in seconds."),
            .works(
                "worker-reload-mercy", is: .seconds { $0.lifecycle.workerMercy = $1 }, default: "60",
                help: "How long a worker may finish its requests, in seconds."),
            .works(
                "touch-reload", is: .path { $0.files.touchReload.append($1) }, repeats: true,
                help: "Reloads when the file changes, appears or disappears."),
            .works(
                "pidfile", is: .path { $0.files.pidfile = $1 }, scope: .both, change: .master,
                help: "Writes the master's pid, before privileges are given up."),
            .works(
                "pidfile2", is: .path { $0.files.pidfileOfUser = $1 }, scope: .both,
                help: "Writes the master's pid, after privileges are given up."),
            .works(
                "safe-pidfile", is: .path { $0.files.safePidfile = $1 }, scope: .both, change: .master,
                help: "As pidfile."),
            .works("safe-pidfile2", is: .path { $0.files.safePidfileOfUser = $1 }, scope: .both, help: "As pidfile2."),
            .works(
                "vacuum", is: .flag { $0.files.vacuum = $1 }, default: "false", scope: .both,
                help: "Removes pidfiles and unix sockets at the end."),
            .works(
                "die-on-term", is: .flag { $0.lifecycle.dieOnTerm = $1 }, default: "false", scope: .both,
                help: "SIGTERM stops, as it does anyway unless uwsgi-signals is set."),
            .works(
                "exit-on-reload", is: .flag { $0.lifecycle.exitOnReload = $1 }, default: "false",
                help: "A reload ends the site instead, but for one that the emperor asks for."),
            .works(
                "touch-workers-reload", is: .path { $0.files.touchReload.append($1) }, repeats: true,
                help: "As touch-reload."),
            .works(
                "touch-chain-reload", is: .path { $0.files.touchReload.append($1) }, repeats: true,
                help: "As touch-reload."),
            .later(
                "touch-mules-reload", "touch-spoolers-reload", is: .path(), repeats: true,
                meanwhile: "the file is not watched",
                help: "Reloads mules or spoolers when the file changes."),
            .works(
                "touch-exec", is: .form(HookForms.touchExec) { $0.beside.touches.append($1) }, repeats: true,
                help: "Runs a command when the file changes: FILE COMMAND."),
            .works(
                "hook-touch", is: .form(HookForms.hookTouch) { $0.beside.touches.append($1) }, repeats: true,
                help: "Does something when the file changes: FILE ACTION:ARGUMENTS."),
            .later(
                "touch-signal", is: .text(), repeats: true, meanwhile: "the file is not watched",
                help: "Raises a signal when the file changes."),
            .works(
                "fs-reload", "fs-brutal-reload", is: .path { $0.files.fileReload.append($1) }, repeats: true,
                help: "Reloads when the file changes in any way, or what is in the directory, but not further below."),
            .later(
                "fs-signal", is: .text(), repeats: true, meanwhile: "the file is not watched",
                help: "Raises a signal when a file changes."),
            .works(
                "master-fifo", is: .path { $0.files.masterFifos.append($1) }, repeats: true,
                help: "A pipe that takes commands of one letter; the digits 0 to 9 choose among several."),
        ]
    }

    static var reloadFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "propagate-touch",
                values: """
                    reload-on-fd brutal-reload-on-fd check-mountpoint|mountpoint-check|check-mount|mount-check mule-reload-mercy
                    """,
                status: .notBuiltYet("nothing reloads for it"), help: "Another reason to reload."),
            OptionFamily(
                values: "fallback-config",
                status: .accepted("a site whose file is wrong goes on with the last one that worked"),
                help: "Another file to run when this one fails."),
        ]
    }
}
