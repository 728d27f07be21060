extension OptionTable {
    static var serveRows: [OptionRow] {
        [
            .later(
                "stats", "stats-server", is: .address(), scope: .both, change: .master,
                meanwhile: "use emperorctl status",
                help: "A socket that tells everything about the site as JSON."),
            .works(
                "add-header", is: .header { $0.requests.addedHeaders.append($1) }, repeats: true,
                help: "Adds a header to each answer: NAME: VALUE."),
            .works(
                "del-header", "rem-header", is: .word { $0.requests.removedHeaders.append($1) }, repeats: true,
                help: "Takes a header out of each answer of the application; those of add-header stay."),
            .works(
                "error-page-500", is: .path { $0.requests.errorPage = $1 },
                help: "The file, in HTML, that is sent where the application has no answer."),
            .accepted(
                "offload-threads", "offload-thread", is: .count(), because: "the kernel sends files",
                help: "Threads that send files."),
        ]
    }

    static var serveFamilies: [OptionFamily] {
        [
            OptionFamily(
                optionals: "check-cache", status: .notBuiltYet("files are served plainly"),
                help: "How files are served."),
            OptionFamily(
                values: """
                    collect-header|response-header-collect pull-header \
                    after-request-hook|after-request-call
                    """,
                status: .notBuiltYet("answers are passed on as they are"), help: "Changes answers."),
            OptionFamily(
                flags:
                    "stats-http stats-minified|stats-min stats-no-cores stats-no-metrics enable-metrics metrics-dir-restore|metric-dir-restore metrics-no-cores",
                values: """
                    stats-push stats-pusher-default-freq|stats-pushers-default-freq metric metric-threshold|metric-alarm|alarm-metric \
                    metrics-dir|metric-dir
                    """,
                scope: .both, status: .notBuiltYet("use emperorctl status"), help: "What the site tells about itself."),
            OptionFamily(
                flags: "router-list|routers-list",
                values: OptionFamily.finalRouteNames,
                status: .notBuiltYet("nothing is done after a request"), help: "Does something after a request."),
            OptionFamily(
                values: "error-page-403 error-page-404",
                status: .accepted("only the application answers so"), help: "The page of an error."),
            OptionFamily(
                values: """
                    websockets-ping-freq|websocket-ping-freq websockets-pong-tolerance|websocket-pong-tolerance \
                    websockets-max-size|websocket-max-size
                    """,
                status: .refused("WSGI cannot hold a websocket", stops: false), help: "A detail of websockets."),
        ]
    }
}

extension OptionFamily {
    /// uWSGI's internal routing in its last phase, by subject.
    fileprivate static let finalRouteNames: String = {
        let subjects = [
            "", "-host", "-uri", "-qs", "-remote-addr", "-user-agent", "-remote-user", "-referer", "-if", "-if-not",
            "-run", "-label", "-status",
        ]
        return subjects.map { "final-route" + $0 }.joined(separator: " ")
    }()
}
