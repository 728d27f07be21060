extension OptionTable {
    static var serveRows: [OptionRow] {
        [
            .works(
                "static-map", is: .mapping { $0.requests.staticMaps.append($1) }, repeats: true,
                help: "Serves files without the application: /PREFIX=DIRECTORY or /PATH=FILE."),
            .later(
                "static-map2", is: .mapping(), repeats: true, meanwhile: "use static-map with the whole directory",
                help: "As static-map, the prefix being a part of the path on disk."),
            .later(
                "check-static", "static-check", is: .path { $0.requests.staticDirectories.append($1) }, repeats: true,
                meanwhile: "the application is asked", help: "Serves a file of this directory where there is one."),
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
            .accepted(
                "offload-threads", "offload-thread", is: .count(), because: "the kernel sends files",
                help: "Threads that send files."),
        ]
    }

    static var serveFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "check-static-docroot static-gzip-all honour-range disable-sendfile",
                values: """
                    static-index static-skip-ext static-safe mimefile|mime-file static-expires static-expires-mtime \
                    static-expires-type static-expires-type-mtime static-expires-uri static-expires-uri-mtime \
                    static-expires-path-info static-expires-path-info-mtime static-gzip static-gzip-dir|static-gzip-prefix \
                    static-gzip-ext|static-gzip-suffix static-cache-paths static-cache-paths-name \
                    file-serve-mode fileserve-mode
                    """,
                optionals: "check-cache", status: .notBuiltYet("files are served plainly"),
                help: "How files are served."),
            OptionFamily(
                values: """
                    error-page-403 error-page-404 error-page-500 collect-header|response-header-collect pull-header \
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
                values: OptionFamily.routingNames,
                status: .notBuiltYet("requests go to the application unchanged; rewrite in nginx"),
                help: "Rewrites requests and answers."),
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
    /// uWSGI's internal routing: each subject in each phase.
    fileprivate static let routingNames: String = {
        let subjects = [
            "", "-host", "-uri", "-qs", "-remote-addr", "-user-agent", "-remote-user", "-referer", "-if", "-if-not",
            "-run", "-label",
        ]
        let phases = ["route", "final-route", "error-route", "response-route"]
        let statuses = phases.dropFirst().map { $0 + "-status" }
        return (phases.flatMap { phase in subjects.map { phase + $0 } } + statuses).joined(separator: " ")
    }()
}
