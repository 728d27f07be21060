extension OptionTable {
    static var logRows: [OptionRow] {
        [
            .works(
                "logto", is: .path { $0.logs.file = $1 }, default: "standard error", scope: .both, change: .master,
                help: "The log file."),
            .works(
                "logto2", is: .path { $0.logs.fileOfUser = $1 }, scope: .both,
                help: "The log file, opened after privileges are given up."),
            .works(
                "daemonize", "daemonize2", letter: "d", is: .path { $0.logs.daemonize = $1 }, scope: .both,
                change: .master,
                help: "The log file; outside an emperor, the vassal goes into the background."),
            .works(
                "disable-logging", letter: "L", is: .flag { $0.logs.requests = !$1 }, default: "false",
                help: "Requests are not logged."),
            .works(
                "memory-report", letter: "m", is: .flag { $0.logs.memory = $1 }, default: "false",
                help: "Request lines tell the memory of the worker."),
            .accepted(
                "log-master", is: .flag(), scope: .both, because: "the master always writes the log",
                help: "The master writes the log of its workers."),
            .accepted(
                "threaded-logger", is: .flag(), because: "a slow log never holds up a worker",
                help: "Writes the log in a thread."),
            .works(
                "log-format", "logformat", is: .text { $0.logs.format = $1.isEmpty ? nil : $1 }, default: "as uWSGI's",
                help:
                    "The form of request lines, with %(uri), %(status), %(msecs), %(var.NAME) and uWSGI's other names."),
            .works(
                "logformat-strftime", "log-format-strftime", is: .flag { $0.logs.formatsDate = $1 }, default: "false",
                help: "In the form of request lines, %(ftime) is the date as log-date has it."),
            .works(
                "log-date", "logdate", "log-prefix", is: .optionalText { $0.logs.date = dateForm($1) },
                help: "Begins each line but those about requests with the date, or with a text for strftime."),
            .works(
                "log-json", is: .flag { $0.logs.isJSON = $1 }, default: "false",
                help: "Request lines are JSON, one object a line."),
            .works(
                "log-x-forwarded-for", is: .flag { $0.logs.forwardedFor = $1 }, default: "false",
                help: "Request lines tell the client's address as X-Forwarded-For has it, where there is one."),
            .works(
                "log-micros", is: .flag { $0.logs.microseconds = $1 }, default: "false",
                help: "Request lines tell durations in microseconds."),
            .works(
                "log-4xx", is: .flag { $0.logs.exceptions.clientErrors = $1 }, default: "false",
                help: "With disable-logging, logs requests that were answered with a status from 400 to 499."),
            .works(
                "log-5xx", is: .flag { $0.logs.exceptions.serverErrors = $1 }, default: "false",
                help: "With disable-logging, logs requests that were answered with a status from 500 to 599."),
            .works(
                "log-zero", is: .flag { $0.logs.exceptions.empty = $1 }, default: "false",
                help: "With disable-logging, logs requests that were answered without a body."),
            .works(
                "log-ioerror", is: .valueFlag { $0.logs.exceptions.failures = $1 }, default: "false",
                help: "With disable-logging, logs requests that a failure to read or write broke off."),
            .works(
                "log-sendfile", is: .valueFlag { $0.logs.exceptions.files = $1 }, default: "false",
                help: "With disable-logging, logs requests that were answered with a file."),
            .works(
                "log-slow", is: .milliseconds { $0.logs.exceptions.slow = $1 }, default: "none",
                help: "With disable-logging, logs requests that took so long or longer, in milliseconds."),
            .works(
                "log-big", is: .bytes { $0.logs.exceptions.big = $1 }, default: "none",
                help: "With disable-logging, logs requests whose answer's body is so long or longer, in bytes."),
            .works(
                "log-maxsize", is: .bytes { $0.logs.longest = $1 == 0 ? nil : $1 }, default: "none",
                help: "Rotates the log at this size, in bytes."),
            .works(
                "log-backupname", is: .path { $0.logs.backup = $1 }, default: "the log's with the time of its rotation",
                help: "The name of the rotated log."),
            .works(
                "log-reopen", is: .flag { $0.logs.reopensAtReload = $1 }, default: "false",
                help: "Opens the log again at each reload."),
            .works(
                "log-truncate", is: .flag { $0.logs.isEmptiedAtStart = $1 }, default: "false", change: .master,
                help: "Empties the log at the start."),
            .works(
                "logfile-chown", is: .flag { $0.logs.belongsToUser = $1 }, default: "false", change: .master,
                help: "Gives the log to whom the site runs as."),
            .works(
                "logfile-chmod", is: .mode { $0.logs.mode = $1 }, default: "as it is, 640 for a new one",
                help: "Permission bits of the log."),
            .works(
                "touch-logrotate", is: .path { $0.files.touchLogRotate.append($1) }, repeats: true,
                help: "Rotates the log when the file changes."),
            .works(
                "touch-logreopen", is: .path { $0.files.touchLogReopen.append($1) }, repeats: true,
                help: "Opens the log again when the file changes."),
        ]
    }

    /// A text for strftime; words for yes ask for the usual form, as in uWSGI, and those for no for none.
    private static func dateForm(_ text: String) -> String? {
        if Flag.isFalse(text) { return nil }
        return Flag.isPlain(text) ? "" : text
    }

    static var logFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "log-master-stream log-master-req-stream", values: "log-master-bufsize",
                scope: .both, status: .accepted("the master reads lines of any length, whole"),
                help: "How lines reach the master."),
            OptionFamily(
                flags: "rsyslog-split-messages", values: "rsyslog-packet-size",
                status: .notBuiltYet("a message has at most 994 bytes of a line"), help: "Messages of rsyslog."),
            OptionFamily(
                values: "log-zeromq", scope: .both, status: .refused("use logger = socket:ADDRESS", stops: false),
                help: "Where the log is written."),
            OptionFamily(
                flags: "alarm-list|alarms-list",
                values: """
                    alarm alarm-cheap alarm-freq alarm-fd alarm-segfault|segfault-alarm log-alarm|alarm-log \
                    not-log-alarm|not-alarm-log alarm-msg-size \
                    alarm-backlog|backlog-alarm|lq-alarm|alarm-lq|alarm-listen-queue|listen-queue-alarm
                    """,
                status: .refused("watch the log and emperorctl status", stops: false), help: "Raises an alarm."),
        ]
    }
}
