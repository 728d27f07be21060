import Kernel

/// What a process beside the workers is started with.
struct HelperStart {
    let command: [String]
    var name: String
    var environment: [String]
    var directory: String
    /// Whom it runs as; nil: as we do.
    var identity: Identity?
    var limits: [ResourceLimit] = []
    var fileMask: Int32?
    /// Its standard input is ours.
    var readsInput = false
    /// Nobody would know of it if we died: it dies with us.
    var diesWithMaster = true

    /// A shell command.
    static func shell(_ command: String) -> [String] { ["sh", "-c", command] }
}

/// A process beside the workers, and what came of it: its session, and what it prints.
final class HelperProcess {
    let identity: ProcessIdentity
    let family: ProcessFamily
    /// What it prints; nil where an earlier master read it, and the end of it is lost.
    private(set) var output: Output?
    private let loop: EventLoop
    private var watches: [EventLoop.Watch] = []
    /// Those of its family that know they are to end.
    private var told: Set<ProcessIdentity> = []

    /// Starts one that is given a number of its own.
    init(_ start: HelperStart, number: Int, log: SiteLog, loop: EventLoop) throws(SystemError) {
        let mark = "EMPEROR_HELPER=\(currentProcess()).\(unixMicroseconds()).\(number)"
        let pipe = try makePipe()
        try setNonBlocking(pipe.read.raw)
        let null = try openFile("/dev/null", .read)
        var request = SpawnRequest(
            "/bin/sh", arguments: start.command, environment: start.environment + [mark], directory: start.directory,
            descriptors: [(start.readsInput ? 0 : null.raw, 0), (pipe.write.raw, 1), (pipe.write.raw, 2)])
        request.identity = start.identity
        request.limits = start.limits
        request.newSession = true
        request.deathSignal = start.diesWithMaster ? .kill : nil
        request.fileMask = start.fileMask
        let pid = try spawn(request)
        guard let identity = ProcessIdentity(of: pid) else {
            throw SystemError(call: "open", code: SystemError.noSuchFile, purpose: "/proc/\(pid)/stat")
        }
        self.identity = identity
        self.loop = loop
        family = ProcessFamily(leader: identity, mark: mark)
        follow(Output(pipe.read, log: log, prefix: "\(start.name): "))
    }

    /// Takes one over that somebody else started; `onEnd` is called when it has ended.
    init(
        _ identity: ProcessIdentity, mark: String?, output: Output?, loop: EventLoop, onEnd: @escaping () -> Void
    ) throws(SystemError) {
        self.identity = identity
        self.loop = loop
        family = ProcessFamily(leader: identity, mark: mark)
        if let output { follow(output) }
        if let handle = try ProcessHandle(of: identity.pid) {
            watches.append(try loop.watch(handle) { _ in onEnd() })
        }
    }

    /// Reads what it prints until everybody who might print has gone.
    private func follow(_ output: Output) {
        self.output = output
        var watch: EventLoop.Watch?
        let loop = loop
        watch = try? loop.watch(output.descriptor) { _ in
            output.read()
            if output.ended, let watch { loop.cancel(watch) }
        }
    }

    /// Tells those of its family that nobody of it started, each once, or with SIGKILL all of them.
    func signal(_ signal: Signal) throws(SystemError) {
        let members = family.members
        for member in signal == .kill ? members.all : members.tops where signal == .kill || told.insert(member).inserted
        {
            try member.send(signal)
        }
    }

    /// It is not asked after any more; what it prints still is read.
    func letGo() {
        output?.read()
        for watch in watches { loop.cancel(watch) }
        watches = []
    }
}
