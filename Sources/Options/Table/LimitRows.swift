extension OptionTable {
    static let limitRows: [OptionRow] = [
        .works(
            "limit-as", is: .megabytes { $0.limits.addressSpace = $1 }, default: "none",
            help: "Most address space of a process, in megabytes."),
        .works(
            "limit-nproc", is: .count { $0.limits.processes = $1 }, default: "none", help: "Most processes of the user."
        ),
        .works(
            "max-fd", is: .count { $0.limits.descriptors = $1 }, default: "as inherited", change: .master,
            help: "Most open descriptors of a process."),
        .works(
            "limit-post", is: .bytes { $0.requests.maxBody = $1 == 0 ? nil : $1 }, default: "none",
            help: "Longest request body, in bytes."),
        .works(
            "buffer-size", letter: "b", is: .bytes { $0.requests.bufferSize = $1 }, default: "65536",
            help: "Longest head of a request, in bytes."),
        .works(
            "max-vars", letter: "v", is: .count { $0.requests.maxVariables = $1 }, default: "as many as fit",
            help: "Most variables of a request."),
        .works(
            "post-buffering", is: .bytes { $0.requests.bodyBuffer = $1 }, default: "65536",
            help: "Receives bodies up to so many bytes before the application is called."),
        .works(
            "socket-timeout", letter: "z", is: .seconds { $0.requests.socketTimeout = $1 }, default: "30",
            help: "How long a client may be silent within a request, in seconds."),
        .later(
            "harakiri", letter: "t", is: .seconds { $0.requests.harakiri = $1 == 0 ? nil : $1 }, default: "none",
            meanwhile: "a request may last as long as it wants", help: "Longest duration of a request, in seconds."),
    ]
}
