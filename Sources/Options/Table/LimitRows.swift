extension OptionTable {
    static var limitRows: [OptionRow] {
        [
            .works(
                "limit-as", is: .megabytes { $0.limits.addressSpace = $1 == 0 ? nil : $1 }, default: "none",
                help: "Most address space of a process, in megabytes."),
            .works(
                "limit-nproc", is: .count { $0.limits.processes = $1 == 0 ? nil : $1 }, default: "none",
                help: "Most processes of the user."),
            .works(
                "max-fd", is: .count { $0.limits.descriptors = $1 == 0 ? nil : $1 }, default: "as inherited",
                change: .master,
                help: "Most open descriptors of a process."),
            .works(
                "limit-post", is: .bytes { $0.requests.maxBody = $1 == 0 ? nil : $1 }, default: "none",
                help: "Longest request body, in bytes."),
            .works(
                "buffer-size", letter: "b", is: .bytes { $0.requests.bufferSize = $1 }, default: "65536",
                help: "Longest head of a request, in bytes."),
            .works(
                "max-vars", letter: "v", is: .count { $0.requests.maxVariables = $1 == 0 ? nil : $1 },
                default: "as many as fit",
                help: "Most variables of a request."),
            .works(
                "post-buffering", is: .bytes { $0.requests.bodyBuffer = $1 == 0 ? nil : $1 }, default: "65536",
                help:
                    "Receives bodies up to so many bytes before the application is called; what is over 256 KB of one waits in a "
                    + "file in TMPDIR."),
            .accepted(
                "post-buffering-bufsize", is: .bytes(), because: "bodies are read as they come",
                help: "How much of a body is read at a time, in bytes."),
            .works(
                "socket-timeout", letter: "z", is: .seconds { $0.requests.socketTimeout = $1 }, default: "30",
                help: "How long a client may be silent within a request, in seconds."),
            .works(
                "harakiri", letter: "t", is: .seconds { $0.requests.harakiri = $1 == 0 ? nil : $1 }, default: "none",
                help: "Longest duration of a request, in seconds: then it is answered 504, and its worker replaced."),
            .works(
                "harakiri-verbose", is: .flag { $0.requests.harakiriDetails.isVerbose = $1 },
                help: "When a request has lasted too long, logs the stacks of the worker's other threads as well."),
            .works(
                "harakiri-graceful-timeout", is: .seconds { $0.requests.harakiriDetails.gracefulTimeout = $1 },
                default: "0",
                help: "How long a request may last on once harakiri has sent its signal to the worker, in seconds."),
            .works(
                "harakiri-graceful-signal", is: .count { $0.requests.harakiriDetails.gracefulSignal = $1 },
                default: "15",
                help: "The number of the signal that harakiri sends first, with harakiri-graceful-timeout."),
            .works(
                "harakiri-queue-threshold", is: .count { $0.requests.harakiriDetails.queueThreshold = $1 },
                default: "0", help: "Harakiri only when at least so many connections wait."),
            .works(
                "reload-on-as", is: .megabytes { $0.limits.reloadAboveAddressSpace = $1 == 0 ? nil : $1 },
                default: "none", help: "Replaces a worker with as much address space, in megabytes."),
            .works(
                "reload-on-rss", is: .megabytes { $0.limits.reloadAboveResident = $1 == 0 ? nil : $1 }, default: "none",
                help: "Replaces a worker with as much resident memory, in megabytes."),
            .works(
                "evil-reload-on-as", is: .megabytes { $0.limits.killAboveAddressSpace = $1 == 0 ? nil : $1 },
                default: "none", help: "Kills a worker with as much address space at once, in megabytes."),
            .works(
                "evil-reload-on-rss", is: .megabytes { $0.limits.killAboveResident = $1 == 0 ? nil : $1 },
                default: "none", help: "Kills a worker with as much resident memory at once, in megabytes."),
            .works(
                "mem-collector-freq", is: .seconds { $0.limits.memoryInterval = $1 == 0 ? 3 : $1 }, default: "3",
                help: "How often the memory of workers is looked at, in seconds."),
        ]
    }

    static var limitFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "harakiri-no-arh|no-harakiri-arh|no-harakiri-after-req-hook",
                status: .accepted("the clock stops with the answer, before anything else is done"),
                help: "A detail of harakiri."),
            OptionFamily(
                values: "body-read-warning upload-progress",
                status: .notBuiltYet("it is left out"), help: "A detail of requests."),
            OptionFamily(
                values: "response-headers-limit", status: .accepted("the head of an answer is bounded"),
                help: "Longest head of an answer, in bytes."),
        ]
    }
}
