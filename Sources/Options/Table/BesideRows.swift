/// What runs beside the workers: daemons, timers, queues, hooks.
extension OptionTable {
    static var besideRows: [OptionRow] {
        [
            .works(
                "attach-daemon",
                is: daemon { DaemonForms.plain($0, isControl: false) }, repeats: true,
                help: "Keeps another program running, which a reload leaves alone."),
            .works(
                "attach-control-daemon",
                is: daemon { DaemonForms.plain($0, isControl: true) }, repeats: true,
                help: "As attach-daemon; its end ends the site."),
            .works(
                "smart-attach-daemon",
                is: daemon { DaemonForms.smart($0, isPutIntoBackground: false) },
                repeats: true,
                help: "As attach-daemon, for a program that puts itself into the background: PIDFILE[,SECONDS] COMMAND."
            ),
            .works(
                "smart-attach-daemon2",
                is: daemon { DaemonForms.smart($0, isPutIntoBackground: true) },
                repeats: true,
                help: "As attach-daemon, and writes a pidfile: PIDFILE[,SECONDS] COMMAND."),
            .works(
                "attach-daemon2", is: daemon(DaemonForms.keyed), repeats: true,
                help: "As attach-daemon, with keys: KEY=VALUE,KEY=VALUE, of which cmd is the command."),
            .works(
                "daemons-honour-stdin", is: .flag { $0.beside.daemonsReadInput = $1 }, default: "false",
                help: "Daemons have the master's standard input in place of /dev/null."),
            .works(
                "cron", is: cron { CronForms.plain($0, isUnique: false) },
                repeats: true,
                help: "Runs a command at times: MINUTE HOUR DAY MONTH WEEKDAY COMMAND, -1 for all, -N for every N."),
            .works(
                "unique-cron", is: cron { CronForms.plain($0, isUnique: true) },
                repeats: true, help: "As cron, never twice at once."),
            .works(
                "cron2", is: cron(CronForms.keyed), repeats: true,
                help: "As cron, with keys: KEY=VALUE,KEY=VALUE COMMAND."),
            .works(
                "cron-harakiri", is: .seconds { $0.beside.cronHarakiri = $1 == 0 ? nil : $1 }, default: "none",
                help: "The longest that a cron command may run, in seconds."),
            .later(
                "timer", "signal-timer", "rbtimer", "signal-rbtimer", is: .text(), repeats: true,
                meanwhile: "it does not run",
                help: "Raises a signal at intervals."),
            .later(
                "spooler", letter: "Q", is: .path(), repeats: true, meanwhile: "its tasks are not run",
                help: "A directory of tasks."),
            .later(
                "spooler-processes", is: .count(), default: "1", meanwhile: "tasks are not run",
                help: "How many processes run tasks."),
            .later(
                "spooler-frequency", "spooler-freq", is: .seconds(), default: "30", meanwhile: "tasks are not run",
                help: "How often the directory is looked at, in seconds."),
            .later(
                "mule", is: .optionalText(), repeats: true, meanwhile: "it is not started",
                help: "Runs a Python file, or waits for messages."),
            .later(
                "mules", is: .count(), meanwhile: "they are not started", help: "How many processes wait for messages."),
            .later("farm", is: .text(), repeats: true, meanwhile: "it is not built", help: "A group of mules."),
            .later(
                "cache2", is: .text(), repeats: true, meanwhile: "the uwsgi module has no cache",
                help: "A cache that workers share."),
            .later(
                "queue", is: .count(), meanwhile: "the uwsgi module has no queue", help: "A queue that workers share."),
            .later(
                "sharedarea", letter: "A", is: .text(), repeats: true,
                meanwhile: "the uwsgi module has no shared memory",
                help: "Memory that workers share."),
        ]
    }

    private static func daemon(_ read: @escaping @Sendable (String) -> Form<DaemonSettings>) -> OptionValue {
        .form(read) { settings, daemon, entry in
            settings.beside.daemons.append(daemon)
            settings.beside.daemons[settings.beside.daemons.count - 1].written = "\(entry.key) = \(entry.value)"
        }
    }

    private static func cron(_ read: @escaping @Sendable (String) -> Form<CronSettings>) -> OptionValue {
        .form(read) { settings, cron, entry in
            settings.beside.crons.append(cron)
            settings.beside.crons[settings.beside.crons.count - 1].written = "\(entry.key) = \(entry.value)"
        }
    }

    static var besideFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "spooler-ordered spooler-quiet",
                values: """
                    spooler-external spooler-chdir spooler-max-tasks spooler-harakiri \
                    spooler-import|spooler-py-import|spooler-pyimport|spooler-python-import \
                    mule-harakiri signal-bufsize|signals-bufsize rpc-max file-write
                    """,
                optionals: "mule-msg-size", status: .notBuiltYet("it has no effect"),
                help: "A detail of tasks, mules and signals."),
            OptionFamily(
                flags: "cache-no-expire cache-report-freed-items cache-use-last-modified",
                values: """
                    cache cache-blocksize cache-store cache-store-sync cache-expire-freq cache-udp-server cache-udp-node cache-sync \
                    add-cache-item load-file-in-cache load-file-in-cache-gzip queue-blocksize queue-store queue-store-sync
                    """,
                status: .notBuiltYet("the uwsgi module has no cache and no queue"),
                help: "A detail of the cache or queue."),
            OptionFamily(
                values: "hook-emperor-start hook-as-vassal hook-as-emperor hook-as-mule hook-as-gateway",
                scope: .both, status: .notBuiltYet("the hook does not run"),
                help: "Does something at a moment of the emperor's life, or of a process that there is not."),
            OptionFamily(
                values: "exec-as-vassal exec-as-emperor", scope: .both,
                status: .notBuiltYet("the command does not run"),
                help: "Runs a command at a moment of the emperor's life."),
            OptionFamily(
                values: """
                    call-asap call-pre-jail call-post-jail call-in-jail call-as-root call-as-user call-as-user-atexit call-pre-app \
                    call-post-app call-as-vassal call-as-vassal1 call-as-vassal3 call-as-emperor call-as-emperor1 call-as-emperor2 \
                    call-as-emperor4 symcall symcall-register-rpc symcall-post-fork
                    """,
                scope: .both, status: .refused("there are no functions of C to call", stops: false),
                help: "Calls a function of C at a moment of the site's life."),
            OptionFamily(
                values: """
                    mount-asap mount-pre-jail mount-post-jail mount-in-jail mount-as-root mount-as-vassal mount-as-emperor \
                    umount-asap umount-pre-jail umount-post-jail umount-in-jail umount-as-root umount-as-vassal umount-as-emperor
                    """,
                scope: .both, status: .refused("mount in systemd's unit", stops: true), help: "Mounts a file system."),
            OptionFamily(
                values: """
                    wait-for-interface|wait-interface|wait-for-iface|wait-iface wait-for-fs|wait-for-file|wait-for-dir \
                    wait-for-interface-timeout|wait-interface-timeout|wait-for-iface-timeout|wait-iface-timeout \
                    wait-for-mountpoint wait-for-fs-timeout wait-for-socket wait-for-socket-timeout
                    """,
                status: .notBuiltYet("nothing is waited for; a failed start is tried again"),
                help: "Waits before the start."),
        ]
    }
}
