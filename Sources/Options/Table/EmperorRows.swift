extension OptionTable {
    static var emperorRows: [OptionRow] {
        [
            .works(
                "emperor", is: .path { $0.emperor.sources.append($1) }, repeats: true, scope: .emperor,
                change: .emperor,
                help: "A directory or glob pattern of sites' files."),
            .works(
                "emperor-freq", is: .seconds { $0.emperor.scanInterval = $1 }, default: "30", scope: .emperor,
                change: .emperor,
                help: "Seconds between full scans; changes are seen at once anyway."),
            .works(
                "vassal-set", "vassals-set", is: .assignment { $0.emperor.defaults.append($1) }, repeats: true,
                scope: .emperor,
                change: .emperor, help: "A default for every site: OPTION=VALUE."),
            .works(
                "vassals-include-before", is: .path { $0.emperor.includesBefore.append($1) }, repeats: true,
                scope: .emperor, change: .emperor, help: "A file of defaults, included before each site's own."),
            .works(
                "vassals-include", is: .path { $0.emperor.includesAfter.append($1) }, repeats: true, scope: .emperor,
                change: .emperor, help: "A file included after each site's own, which it overrides."),
            .works(
                "vassals-inherit-before", is: .path { $0.emperor.inheritsBefore.append($1) }, repeats: true,
                scope: .emperor, change: .emperor,
                help: "As vassals-inherit, and before it: what is inherited takes effect last, wherever it stands."),
            .works(
                "vassals-inherit", is: .path { $0.emperor.inheritsAfter.append($1) }, repeats: true, scope: .emperor,
                change: .emperor, help: "A file whose options override each site's own, unexpanded."),
            .works(
                "emperor-pidfile", is: .path { $0.emperor.pidfile = $1 }, scope: .emperor, change: .restart,
                help: "Writes the emperor's pid."),
            .works(
                "emperor-priority", is: .word { $0.emperor.priority.append($1) }, repeats: true, scope: .emperor,
                change: .emperor, help: "Sites that start before all others, in this order."),
            .works(
                "ready-timeout", is: .seconds { $0.emperor.readyTimeout = $1 }, default: "90", scope: .emperor,
                change: .restart,
                help: "The service manager is told that the emperor is ready when each site has a verdict, or after so "
                    + "many seconds."),
            .later(
                "emperor-tyrant", is: .flag { $0.emperor.tyrant = $1 }, scope: .emperor, change: .emperor,
                meanwhile: "sites run as their uid and gid say", help: "Each site runs as the owner of its file."),
            .works(
                "emperor-nofollow", "emperor-tyrant-nofollow", is: .flag { $0.emperor.followsLinks = !$1 },
                default: "false", scope: .emperor, change: .emperor,
                help: "The date of a link itself counts, so that each of many links to one file is touched alone."),
            .later(
                "emperor-stats", "emperor-stats-server", is: .address(), scope: .emperor, change: .emperor,
                meanwhile: "use emperorctl status --json",
                help: "A socket that tells everything about the sites as JSON."),
            .works(
                "emperor-throttle", is: .milliseconds { $0.emperor.throttle = $1 }, default: "500", scope: .emperor,
                change: .emperor,
                help: "First wait of a failing site, in milliseconds; each further one is twice as long."),
            .works(
                "emperor-max-throttle", is: .milliseconds { $0.emperor.maxThrottle = $1 }, default: "180000",
                scope: .emperor, change: .emperor,
                help: "Longest wait between two starts of a failing site, in milliseconds."),
            .accepted(
                "emperor-no-blacklist", is: .flag(), scope: .emperor, because: "an edit starts a failed site at once",
                help: "Never waits before it starts a failing site again."),
            .accepted(
                "emperor-required-heartbeat", "emperor-curse-tolerance", is: .seconds(), scope: .emperor,
                because: "a master that hangs is found without heartbeats",
                help: "How long a site may be silent, in seconds."),
            .accepted(
                "heartbeat", is: .seconds(), because: "a master that hangs is found without heartbeats",
                help: "Sends heartbeats."),
            .accepted(
                "emperor-graceful-shutdown", is: .flag(), scope: .emperor, because: "sites always stop gracefully",
                help: "Sites stop gracefully."),
            .later(
                "emperor-on-demand-directory", "emperor-on-demand-dir", "emperor-on-demand-extension",
                "emperor-on-demand-ext",
                "emperor-on-demand-exec", is: .text(), scope: .emperor, change: .emperor,
                meanwhile: "all sites start at once",
                help: "Sites start with their first connection."),
            .later(
                "vassals-start-hook", "vassals-stop-hook", is: .text(), scope: .emperor, change: .emperor,
                meanwhile: "the command does not run", help: "Runs a command when a site starts or stops."),
            .later(
                "emperor-procname", is: .text(), scope: .emperor, meanwhile: "the process is called emperor",
                help: "The emperor's process name."),
            .works(
                "emperor-extra-extension", "emperor-extra-ext", is: .word { $0.emperor.extensions.append($1) },
                repeats: true, scope: .emperor, change: .emperor,
                help: "A further ending of sites' files, which are read as ini files."),
            .refused(
                "emperor-use-clone", "emperor-cap", "vassals-cap", "vassal-cap", is: .text(), scope: .emperor,
                stops: true,
                instead: "use systemd's sandboxing", help: "Puts sites into namespaces or takes capabilities from them."
            ),
        ]
    }

    static var emperorFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "emperor-magic-exec early-emperor imperial-monitor-list|imperial-monitors-list",
                values: """
                    emperor-wrapper emperor-wrapper-override emperor-wrapper-fallback emperor-proxy-socket emperor-broodlord \
                    binary-path privileged-binary-patch unprivileged-binary-patch privileged-binary-patch-arg \
                    unprivileged-binary-patch-arg
                    """,
                scope: .emperor, status: .refused("the emperor starts its own vassals only", stops: false),
                help: "How sites are started."),
            OptionFamily(
                values: "vassal-sos vassal-sos-backlog", status: .notBuiltYet("nobody is asked for help"),
                help: "Asks the emperor for more workers."),
            OptionFamily(
                flags: "emperor-subreaper emperor-tyrant-initgroups emperor-wait-for-command",
                values: """
                    emperor-command-socket emperor-wait-for-command-ignore emperor-trigger-socket emperor-collect-attr \
                    emperor-collect-attribute emperor-chdir-attr emperor-wrapper-attr emperor-fork-server-attr \
                    emperor-use-fork-server vassal-fork-base zeus
                    """,
                scope: .emperor, status: .refused("no release of uWSGI has it; use emperorctl", stops: false),
                help: "Something that uWSGI 2.1 would have had."),
        ]
    }
}
