extension OptionTable {
    static var emperorRows: [OptionRow] {
        [
            .works(
                "emperor", is: .path { $0.emperor.sources.append($1) }, repeats: true, scope: .emperor,
                change: .emperor,
                help: "A directory or glob pattern of sites."),
            .works(
                "emperor-freq", is: .seconds { $0.emperor.scanInterval = $1 }, default: "30", scope: .emperor,
                change: .emperor,
                help: "Seconds between full scans; changes are seen at once anyway."),
            .works(
                "vassal-set", "vassals-set", is: .assignment { $0.emperor.defaults.append($1) }, repeats: true,
                scope: .emperor,
                change: .emperor, help: "A default for every site: OPTION=VALUE."),
            .later(
                "vassals-include-before", is: .path { $0.emperor.includesBefore.append($1) }, repeats: true,
                scope: .emperor,
                change: .emperor, meanwhile: "it is not included; use vassal-set",
                help: "A file included before each site's own."),
            .later(
                "vassals-include", is: .path { $0.emperor.includesAfter.append($1) }, repeats: true, scope: .emperor,
                change: .emperor, meanwhile: "it is not included; use vassal-set",
                help: "A file included after each site's own."),
            .later(
                "vassals-inherit", "vassals-inherit-before", is: .path(), repeats: true, scope: .emperor,
                change: .emperor,
                meanwhile: "it is not inherited; use vassal-set", help: "A file whose options override each site's own."
            ),
            .later(
                "emperor-pidfile", is: .path { $0.emperor.pidfile = $1 }, scope: .emperor, change: .emperor,
                meanwhile: "use pidfile", help: "Writes the emperor's pid."),
            .later(
                "emperor-tyrant", is: .flag { $0.emperor.tyrant = $1 }, scope: .emperor, change: .emperor,
                meanwhile: "sites run as their uid and gid say", help: "Each site runs as the owner of its file."),
            .later(
                "emperor-tyrant-nofollow", "emperor-nofollow", is: .flag(), scope: .emperor, change: .emperor,
                meanwhile: "links are followed", help: "Looks at a link itself, not at what it points to."),
            .later(
                "emperor-stats", "emperor-stats-server", is: .address(), scope: .emperor, change: .emperor,
                meanwhile: "use emperorctl status --json",
                help: "A socket that tells everything about the sites as JSON."),
            .later(
                "emperor-max-throttle", is: .milliseconds { $0.emperor.maxThrottle = $1 }, default: "180000",
                scope: .emperor,
                change: .emperor, meanwhile: "the built-in delays count",
                help: "Longest wait between two starts of a failing site, in milliseconds."),
            .accepted(
                "emperor-throttle", is: .milliseconds(), scope: .emperor,
                because: "delays grow from small to emperor-max-throttle",
                help: "First wait of a failing site, in milliseconds."),
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
            .refused(
                "emperor-extra-extension", "emperor-extra-ext", is: .text(), repeats: true, scope: .emperor,
                instead: "sites are .ini files", help: "Other endings of site files."),
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
