/// Options of uWSGI's HTTP router, whose work the workers do themselves.
extension OptionTable {
    static var httpRows: [OptionRow] {
        [
            .works(
                "http-keepalive", is: .optionalSeconds { $0.requests.keepAliveTimeout = $1 },
                default: "http-timeout",
                help: """
                    How long an HTTP connection is kept between two requests, in seconds; alone or 1, as long as by default; \
                    0, it ends with the answer.
                    """),
            .works(
                "http-timeout", is: .seconds { $0.requests.httpTimeout = $1 == 0 ? nil : $1 },
                default: "socket-timeout",
                help: """
                    How long a client of an HTTP socket may be silent within a request, in seconds; the application may \
                    take longer.
                    """),
            .works(
                "http-headers-timeout", is: .seconds { $0.requests.httpHeadTimeout = $1 == 0 ? nil : $1 },
                default: "none",
                help: "How long the head of an HTTP request may take from its first byte to its last, in seconds."),
            .later(
                "http-var", is: .assignment(), repeats: true, meanwhile: "the variable is not set",
                help: "Sets a variable of each request that came over HTTP."),
            .refused(
                "http-websockets", is: .flag(),
                instead: "WSGI cannot hold a websocket; run such a service beside the site",
                help: "Passes websockets on."),
            .refused(
                "http-to-https", is: .text(), instead: "redirect in nginx",
                help: "Listens for HTTP and redirects to HTTPS."
            ),
        ]
    }

    static var httpFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags:
                    "http-auto-chunked http-auto-gzip http-chunked-input http-raw-body http-cheap http-manage-source",
                values: """
                    http-to http-processes|http-workers http-connect-timeout http-buffer-size http-events http-gracetime \
                    http-modifier1 http-modifier2 http-uid http-gid http-harakiri http-quiet
                    """,
                optionals: "http-manage-expect http-use-socket",
                status: .accepted("the workers speak HTTP themselves, with chunked bodies and 100-continue"),
                help: "A detail of uWSGI's HTTP router."),
            OptionFamily(
                flags: "http-manage-rtsp https-export-cert",
                values: """
                    http-zerg http-fallback http-use-pattern http-use-base http-subscription-server http-use-code-string \
                    http-subscription-fallback-key http-stud-prefix http-resubscribe http-server-name-as-http-host \
                    https-session-context http-stats|http-stats-server|http-ss
                    """,
                optionals: "http-use-cache http-enable-proxy-protocol",
                status: .refused("put nginx before the site", stops: false), help: "A detail of uWSGI's HTTP router."),
        ]
    }
}
