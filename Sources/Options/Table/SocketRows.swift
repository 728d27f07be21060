extension OptionTable {
    static var socketRows: [OptionRow] {
        [
            .works(
                "socket", letter: "s", is: .listen(.uwsgi), repeats: true, change: .master,
                help: "Listens on HOST:PORT, a unix socket's path or @NAME, and speaks what protocol says."),
            .works(
                "uwsgi-socket", is: .listen(.uwsgi), repeats: true, change: .master,
                help: "Listens and speaks the uwsgi protocol."),
            .works(
                "http-socket", is: .listen(.http), repeats: true, change: .master,
                help: "Listens and speaks HTTP, as http11-socket."),
            .works(
                "http11-socket", is: .listen(.httpKeepAlive), repeats: true, change: .master,
                help: "Listens and speaks HTTP/1.1 with connections kept alive."),
            .works(
                "http", old: ["httprouter"], is: .listen(.httpKeepAlive), repeats: true, change: .master,
                help: "Listens for HTTP; the workers answer themselves, there is no router process."),
            .works(
                "protocol", "socket-protocol", is: .dialect { $0.sockets.dialect = $1 }, default: "uwsgi",
                help: "What socket speaks: uwsgi, http or http11."),
            .works(
                "enable-proxy-protocol", is: .flag { $0.requests.takesProxyProtocol = $1 }, default: "false",
                help: "A trusted client of an HTTP socket may say for whom it speaks, by a line of the PROXY protocol."),
            .works(
                "listen", letter: "l", is: .count { $0.sockets.backlog = $1 },
                default: "as many as the kernel allows (net.core.somaxconn)",
                change: .master, help: "Length of the queue of connections that wait to be accepted."),
            .works(
                "chmod-socket", old: ["chmod"], letter: "C", is: .mode(.optional) { $0.sockets.mode = $1 },
                default: "as the umask says", change: .master,
                help: "Permission bits of unix sockets in octal; alone, 666."),
            .works(
                "chown-socket", is: .owner { $0.sockets.owner = $1 }, change: .master,
                help: "USER:GROUP that unix sockets are given to."),
            .works(
                "umask", is: .mode { $0.identity.umask = $1 }, scope: .both, change: .master,
                help: "File creation mask in octal."),
            .later(
                "abstract-socket", letter: "a", is: .flag { $0.sockets.abstract = $1 }, change: .master,
                meanwhile: "write the sockets as @NAME", help: "Every unix socket is a name in the abstract namespace."),
            .later(
                "freebind", is: .flag { $0.sockets.freebind = $1 }, change: .master,
                meanwhile: "the address must exist when the site starts",
                help: "Binds an address that the machine does not have yet."),
            .later(
                "reuse-port", is: .flag { $0.sockets.reusePort = $1 }, change: .master,
                meanwhile: "all workers share one socket", help: "Lets other programs listen on the same port."),
            .later(
                "tcp-nodelay", is: .flag { $0.sockets.noDelay = $1 }, meanwhile: "small packets may be delayed",
                help: "Sends small packets at once."),
            .later(
                "so-keepalive", is: .flag { $0.sockets.keepAliveProbes = $1 },
                meanwhile: "dead clients are found by timeouts",
                help: "Lets the kernel probe silent TCP connections."),
            .works(
                "so-send-timeout", "socket-send-timeout", "so-write-timeout", "socket-write-timeout",
                is: .seconds { $0.requests.sendTimeout = $1 == 0 ? nil : $1 }, default: "socket-timeout",
                help: "How long a client may take nothing of what is sent, in seconds."),
            .accepted(
                "no-defer-accept", is: .flag(), because: "accepting is never deferred",
                help: "Accepts a connection before its first byte."),
            .refused(
                "https", "https2", is: .text(), repeats: true, stops: true,
                instead: "put nginx before the site, or name the plain address with http",
                help: "Listens for HTTPS."),
            .refused(
                "https-socket", "ssl-socket", "suwsgi-socket", is: .text(), repeats: true, stops: true,
                instead: "put nginx before the site", help: "Listens with TLS."),
            .refused(
                "fastcgi-socket", "fastcgi-nph-socket", "scgi-socket", "scgi-nph-socket", "puwsgi-socket", "raw-socket",
                is: .text(), repeats: true, stops: true, instead: "speak the uwsgi protocol or HTTP",
                help: "Listens and speaks another protocol."),
            .refused(
                "shared-socket", "undeferred-shared-socket", is: .text(), repeats: true,
                instead: "sockets are opened before privileges are given up anyway; name the address itself",
                help: "Opens a socket for other options to take over."),
        ]
    }

    static var socketFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "tcp-fast-open-client|tcp-fastopen-client shutdown-sockets no-fd-passing",
                values: "tcp-fast-open|tcp-fastopen socket-sndbuf socket-rcvbuf map-socket",
                status: .notBuiltYet("the kernel's defaults count"), help: "A detail of sockets."),
            OptionFamily(
                flags: "zerg-fallback", values: "zerg zerg-server zergpool|zerg-pool",
                status: .refused("workers are added and replaced without it", stops: false),
                help: "Shares sockets between instances."),
            OptionFamily(
                values: """
                    http-socket-modifier1 http-socket-modifier2 https-socket-modifier1 https-socket-modifier2 \
                    fastcgi-modifier1 fastcgi-modifier2 scgi-modifier1 scgi-modifier2 raw-modifier1 raw-modifier2 \
                    allowed-modifiers remap-modifier
                    """,
                status: .accepted("every request is one for the Python application"),
                help: "Chooses a language plugin by number."),
        ]
    }
}
