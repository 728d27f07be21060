import Glibc

/// A shell command whose output is wanted, in a session of its own and in bounded time.
public enum ShellCommand {
    /// What it prints on standard output until it ends, run as `identity`, or as we do. Running out of time (ETIMEDOUT) or printing more than `limit`
    /// bytes (EFBIG) is an error, and then all of its session is killed. Its exit code does not matter.
    public static func output(
        of command: String, as identity: Identity? = nil, environment: [String], directory: String,
        within time: Duration, limit: Int = 1 << 20
    ) throws(SystemError) -> [UInt8] {
        let pipe = try makePipe()
        let nothing = try openFile("/dev/null", .read)
        var request = SpawnRequest(
            "/bin/sh", arguments: ["sh", "-c", command], environment: environment, directory: directory,
            descriptors: [(nothing.raw, 0), (pipe.write.raw, 1), (2, 2)])
        request.identity = identity
        request.newSession = true
        request.deathSignal = .kill
        let pid = try spawn(request)
        let result = Result { () throws(SystemError) in
            try collect(from: pipe.read, until: pid, Instant.now + time, limit, purpose: command)
        }
        if case .failure = result { signalGroup(pid, .kill) }
        _ = try waitForExit(of: pid)
        return try result.get()
    }

    private static func collect(
        from output: SharedDescriptor, until pid: Int32, _ deadline: Instant, _ limit: Int, purpose: String
    ) throws(SystemError) -> [UInt8] {
        guard let process = try ProcessHandle(of: pid) else { return [] }
        try setNonBlocking(output.raw)
        let poller = try Poller()
        try poller.add(output.raw, .readable, token: 0)
        try poller.add(process.raw, .readable, token: 1)
        var bytes: [UInt8] = []
        while true {
            let left = deadline - Instant.now
            if left <= .zero { throw SystemError(call: "waitid", code: ETIMEDOUT, purpose: purpose) }
            let events = try poller.wait(timeout: left)
            let isAtEnd = try drain(output.raw, into: &bytes, limit, purpose: purpose)
            if events.contains(where: { $0.token == 1 }) { return bytes }
            if isAtEnd && events.contains(where: { $0.token == 0 }) { try poller.remove(output.raw) }
        }
    }

    /// Reads what is there; true at the end.
    private static func drain(
        _ raw: Int32, into bytes: inout [UInt8], _ limit: Int, purpose: String
    ) throws(SystemError) -> Bool {
        while case .done(let piece) = try read(raw, atMost: 64 * 1024) {
            if piece.isEmpty { return true }
            bytes += piece
            if bytes.count > limit { throw SystemError(call: "read", code: EFBIG, purpose: purpose) }
        }
        return false
    }
}
