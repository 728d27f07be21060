/// What runs beside the workers: daemons, timers, queues, hooks.
extension OptionTable {
    static var besideRows: [OptionRow] {
        [
            .later(
                "attach-daemon", is: .text(), repeats: true, meanwhile: "it is not started; let systemd run it",
                help: "Runs another program and starts it again when it ends."),
            .later(
                "smart-attach-daemon", "smart-attach-daemon2", is: .text(), repeats: true,
                meanwhile: "it is not started; let systemd run it",
                help: "As attach-daemon, across reloads: PIDFILE COMMAND."),
            .later(
                "attach-daemon2", is: .text(), repeats: true, meanwhile: "it is not started; let systemd run it",
                help: "As attach-daemon, with parameters: KEY=VALUE,KEY=VALUE."),
            .later(
                "attach-control-daemon", is: .text(), repeats: true, meanwhile: "it is not started; let systemd run it",
                help: "As attach-daemon; its end ends the site."),
            .later(
                "cron", is: .text(), repeats: true, meanwhile: "it does not run; use cron(8) or a systemd timer",
                help: "Runs a command at times: MINUTE HOUR DAY MONTH WEEKDAY COMMAND."),
            .later(
                "unique-cron", is: .text(), repeats: true, meanwhile: "it does not run; use cron(8) or a systemd timer",
                help: "As cron, never twice at once."),
            .later(
                "cron2", is: .text(), repeats: true, meanwhile: "it does not run; use cron(8) or a systemd timer",
                help: "As cron, with parameters: KEY=VALUE,KEY=VALUE COMMAND."),
            .later(
                "cron-harakiri", is: .seconds(), meanwhile: "no cron command runs",
                help: "Longest duration of a cron command, in seconds."),
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

    static var besideFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "spooler-ordered spooler-quiet daemons-honour-stdin",
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
                values: """
                    hook-asap hook-pre-jail hook-post-jail hook-in-jail hook-as-root hook-as-user hook-as-user-atexit hook-pre-app \
                    hook-post-app hook-post-fork hook-accepting hook-accepting1 hook-accepting-once hook-accepting1-once \
                    hook-master-start hook-emperor-start hook-emperor-stop hook-emperor-reload hook-emperor-lost hook-as-vassal \
                    hook-as-emperor hook-as-mule hook-as-gateway
                    """,
                scope: .both, status: .notBuiltYet("the hook does not run"),
                help: "Does something at a moment of the site's life."),
            OptionFamily(
                values: """
                    exec-asap exec-pre-jail exec-post-jail exec-in-jail exec-as-root exec-as-user exec-as-user-atexit exec-pre-app \
                    exec-post-app exec-as-vassal exec-as-emperor
                    """,
                scope: .both, status: .notBuiltYet("the command does not run"),
                help: "Runs a command at a moment of the site's life."),
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
