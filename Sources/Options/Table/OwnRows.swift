extension OptionTable {
    static var ownRows: [OptionRow] {
        [
            .works(
                "python", is: .path { $0.app.interpreter = $1 }, default: "the first python3 on PATH",
                help: "The python executable of a site without home."),
            .works(
                "warm-up", is: .path { $0.app.warmUps.append($1) }, repeats: true, default: "none",
                help: "A request, /PATH or HOST/PATH, made of the application before workers are forked, which then "
                    + "share what it built up; for applications that keep no connection."),
            .works(
                "start-timeout", is: .seconds { $0.lifecycle.startTimeout = $1 }, default: "300",
                help: "How long a generation may take to be ready, in seconds."),
            .works(
                "health-check", is: .word { $0.lifecycle.healthCheck = $1 },
                help: "A path that a generation must answer with 2xx or 3xx before it serves."),
            .works(
                "health-check-timeout", is: .seconds { $0.lifecycle.healthTimeout = $1 }, default: "10",
                help: "How long the answer to health-check may take, in seconds."),
            .works(
                "reload-overlap", is: .flag { $0.lifecycle.overlaps = $1 }, default: "true",
                help: "The new generation starts beside the old one; off for applications that can exist only once."),
            .works(
                "uwsgi-signals", is: .flag { $0.lifecycle.signalsAsUwsgi = $1 }, default: "false",
                help: "Signals to the master mean what they mean to uWSGI: SIGINT and SIGQUIT stop at once and SIGTERM "
                    + "reloads; with die-on-term, SIGTERM stops at once and SIGQUIT reloads."),
            .works(
                "reload-on-include", is: .flag { $0.lifecycle.reloadsOnInclude = $1 }, default: "false",
                help: "A change of a file that the site's own includes reloads; off, it is shown in the status."),
            .works(
                "daemons-follow-reload", is: .flag { $0.beside.daemonsFollowReload = $1 }, default: "false",
                help: "A reload starts daemons anew, as uWSGI's does; else only those whose option changed."),
            .works(
                "daemon-mercy", is: .seconds { $0.beside.daemonMercy = $1 }, default: "as worker-reload-mercy",
                help: "How long a daemon may take to end, in seconds."),
            .works(
                "emperor-tyrant-exec", is: .flag { $0.emperor.tyrantRunsCommands = $1 }, default: "false",
                scope: .emperor, change: .emperor,
                help: "In tyrant mode, exec:// in a site's file runs, as the file's owner."),
            .works(
                "log-keep", is: .count { $0.logs.kept = $1 }, default: "10",
                help: "How many rotated logs are kept; 0 keeps all."),
            .works(
                "forwarded-allow-ips", is: .networks { $0.requests.trustedPeers = $1 }, default: "127.0.0.0/8,::1",
                help:
                    "Clients, besides those of unix sockets, that are believed what they say of others: X-Forwarded-Proto "
                    + "and the PROXY protocol. Addresses or networks with commas between them; * for everybody."),
            .works(
                "run-dir", is: .path { $0.emperor.runDirectory = $1 }, scope: .emperor, change: .restart,
                help: "Where sockets and locks live."),
            .works(
                "state-dir", is: .path { $0.emperor.stateDirectory = $1 }, scope: .emperor, change: .restart,
                help: "Where history lives."),
        ]
    }
}
