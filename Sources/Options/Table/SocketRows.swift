extension OptionTable {
    static let socketRows: [OptionRow] = [
        .works(
            "socket", letter: "s", is: .listen(.uwsgi), repeats: true, change: .master,
            help: "Listens on HOST:PORT, a unix socket's path or @NAME, and speaks what protocol says."),
        .works(
            "uwsgi-socket", is: .listen(.uwsgi), repeats: true, change: .master,
            help: "Listens and speaks the uwsgi protocol."),
        .works(
            "http-socket", is: .listen(.http), repeats: true, change: .master,
            help: "Listens and speaks HTTP, one request a connection."),
        .works(
            "http11-socket", is: .listen(.httpKeepAlive), repeats: true, change: .master,
            help: "Listens and speaks HTTP/1.1 with connections kept alive."),
        .works(
            "http", "httprouter", "http-router", is: .listen(.httpKeepAlive), repeats: true, change: .master,
            help: "Listens for HTTP; the workers answer themselves, there is no router process."),
        .works(
            "protocol", "socket-protocol", is: .dialect { $0.sockets.dialect = $1 }, default: "uwsgi",
            help: "What socket speaks: uwsgi, http or http11."),
        .works(
            "listen", letter: "l", is: .count { $0.sockets.backlog = $1 }, default: "1024, at most net.core.somaxconn",
            change: .master, help: "Length of the queue of connections that wait to be accepted."),
        .works(
            "chmod-socket", "chmod", letter: "C", is: .mode(.optional) { $0.sockets.mode = $1 },
            default: "as the umask says",
            change: .master, help: "Permission bits of unix sockets in octal; alone, 666."),
        .works(
            "chown-socket", is: .owner { $0.sockets.owner = $1 }, change: .master,
            help: "USER:GROUP that unix sockets are given to."),
        .works(
            "umask", is: .mode { $0.identity.umask = $1 }, change: .master, help: "File creation mask in octal."),
    ]
}
