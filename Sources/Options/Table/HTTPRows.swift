/// Options of uWSGI's HTTP router, whose work the workers do themselves.
extension OptionTable {
    static var httpRows: [OptionRow] {
        [
            .later(
                "http-keepalive", is: .optionalText(), meanwhile: "connections are kept for the built-in time",
                help: "Keeps HTTP connections, and how long, in seconds."),
            .later(
                "http-timeout", is: .seconds(), meanwhile: "socket-timeout counts",
                help: "How long a client may be silent, in seconds."),
            .later(
                "http-headers-timeout", is: .seconds(), meanwhile: "socket-timeout counts",
                help: "How long a request's head may take, in seconds."),
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
