import Glibc

/// Writes one line to standard error, whole or not at all where the reader is slow: for a daemon's own words. A broken or
/// full standard error is not an error of the daemon's.
public func writeLine(_ text: String) {
    writeBytes(Array((text + "\n").utf8), to: 2)
}

/// Writes text to standard output, for programs that answer a person.
public func printText(_ text: String) {
    writeBytes(Array(text.utf8), to: 1)
}

/// Writes bytes as far as they go.
public func writeBytes(_ bytes: [UInt8], to raw: Int32) {
    try? writeAll(raw, bytes, purpose: "output")
}

/// Writes bytes to a descriptor that others share, so that it cannot be made non-blocking, without waiting for its reader
/// (poll(2)): true when all went out. A pipe that is writable takes PIPE_BUF bytes at once (pipe(7)).
public func writeWithoutWaiting(_ bytes: [UInt8], to raw: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        var question = pollfd(fd: raw, events: Int16(POLLOUT), revents: 0)
        guard poll(&question, 1, 0) == 1, case .done(let count)? = try? write(raw, rest.prefix(4096)) else {
            return false
        }
        rest = rest.dropFirst(count)
    }
    return true
}

/// The value of an environment variable of this process.
public func environmentValue(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

/// The whole environment of this process, "NAME=value" each.
public func environmentList() -> [String] {
    var list: [String] = []
    var next = environ
    while let entry = next.pointee {
        list.append(String(cString: entry))
        next += 1
    }
    return list
}

/// Ends this process at once, without running exit handlers.
public func endProcess(_ code: Int32) -> Never {
    _exit(code)
}
