import Kernel
import Options
import Protocol

/// What the master holds of one generation: the zygote and its channel, the output, the scoreboard, the workers' channels.
final class GenerationProcesses {
    let plan: Plan
    /// What its workers serve.
    let sockets: [WantedSocket]
    /// Whether its sockets were opened to clients, so that its workers may have them.
    var isOpen = false
    let zygote: Int32
    /// Path of the interpreter.
    let python: String
    let channel: MessageChannel
    let output: Output
    let scoreboard: SharedMemory
    let layout: Scoreboard
    /// The files that are watched for it, as they were before it started.
    var watched: [WatchedFiles.File: WatchedFacts] = [:]
    /// The channel's registration.
    var watch: EventLoop.Watch?
    /// What it was asked before it may serve.
    var healthCheck: HealthCheck?
    private var reach = Reach.process

    /// What still answers to the zygote's pid. The kernel may give the number to a stranger once nobody has it.
    private enum Reach {
        /// The zygote, until it has been reaped.
        case process
        /// What it started, as long as its end is being dealt with.
        case group
        case nobody
    }

    /// Starts the zygote of a generation: the site's own Python, which loads our extension by descriptor.
    init(
        _ number: Int, _ plan: Plan, on sockets: [WantedSocket], sharedExtension: SharedDescriptor, identity: Identity?,
        log: SiteLog
    ) throws(StartProblem) {
        self.plan = plan
        self.sockets = sockets
        let environment = try Self.environment(plan)
        let path = environment.first { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? "/usr/bin:/bin"
        let release = Release(plan.appDirectory)
        python = release.path(try Interpreter.find(plan.settings.app, directory: plan.directory, path: path))
        layout = Scoreboard(slots: plan.slots, cores: max(1, plan.settings.workers.threads))
        do throws(SystemError) {
            scoreboard = try SharedMemory(name: "scoreboard", size: layout.size)
            let (ours, theirs) = try MessageChannel.pair()
            let pipe = try makePipe()
            try setNonBlocking(pipe.read.raw)
            try setNonBlocking(ours.raw)
            let null = try openFile("/dev/null", .read)
            var request = SpawnRequest(
                python, arguments: Self.arguments(python, plan), environment: environment, directory: release.directory,
                descriptors: [
                    (null.raw, 0), (pipe.write.raw, 1), (pipe.write.raw, 2), (theirs.raw, ZygoteBootstrap.channel),
                    (sharedExtension.raw, ZygoteBootstrap.extensionFile),
                ])
            request.identity = identity
            request.limits = plan.limits
            request.newSession = true
            request.deathSignal = .kill
            request.fileMask = plan.settings.identity.umask.map { Int32(bitPattern: $0) }
            channel = ours
            output = Output(pipe.read, log: log)
            zygote = try spawn(request)
        } catch {
            throw StartProblem(.spawn, Self.explain(error, plan))
        }
        var load = release.settle(plan.appOrder)
        load.titles = plan.titles(of: number)
        order(.load(load), [scoreboard.raw])
    }

    /// Says something to the zygote. One that has gone is found out by its end.
    func order(_ order: ZygoteOrder, _ descriptors: [Int32] = []) {
        _ = try? channel.send(encodeMessage(order), descriptors: descriptors)
    }

    /// Whether that is the zygote, and it has not been reaped.
    func isZygote(_ pid: Int32) -> Bool {
        reach == .process && zygote == pid
    }

    /// Ends the zygote alone.
    func endZygote() {
        if reach == .process { signalChild(zygote, .kill) }
    }

    /// Ends the zygote and what its import started.
    func endAll() {
        if reach != .nobody { signalGroup(zygote, .kill) }
    }

    /// The zygote was reaped; `body` deals with it.
    func reaped(_ body: () -> Void) {
        reach = .group
        body()
        reach = .nobody
    }

    /// A worker's count in the scoreboard, over all of its threads.
    func count(_ cell: Scoreboard.Cell, slot: Int) -> UInt64 {
        (0..<layout.cores).reduce(0) { $0 &+ scoreboard[word: layout.offset(of: cell, slot: slot, core: $1)] }
    }

    /// The requests that a worker has in hand: what each is and when it began. Both are the worker's word.
    func requests(slot: Int) -> [(text: String, began: Instant)] {
        (0..<layout.cores).compactMap { core in
            let began = scoreboard[word: layout.offset(of: .busySince, slot: slot, core: core)]
            if began == 0 { return nil }
            return (request(slot, core), Instant(nanoseconds: Int64(clamping: began)))
        }
    }

    private func request(_ slot: Int, _ core: Int) -> String {
        let start = layout.requestOffset(slot: slot, core: core)
        let bytes = stride(from: start, to: start + Scoreboard.requestSize, by: 8).flatMap { offset in
            let word = scoreboard[word: offset]
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
        return String(decoding: bytes.prefix { $0 != 0 }.map { $0 < 0x20 || $0 == 0x7F ? 0x3F : $0 }, as: UTF8.self)
    }

    private static func arguments(_ python: String, _ plan: Plan) -> [String] {
        let optimize = plan.settings.app.optimize
        return [python, "-u"] + (optimize > 0 ? ["-" + String(repeating: "O", count: optimize)] : [])
            + ["-c", ZygoteBootstrap.program, python]
    }

    /// Ours without what would bend the site's Python, then the ini's changes in their order, and those of its directories.
    static func environment(_ plan: Plan) throws(StartProblem) -> [String] {
        var variables = environmentList().filter { variable in
            !notInherited.contains { variable.hasPrefix($0 + "=") }
        }
        variables.append("SWIFT_BACKTRACE=enable=no")
        var changes = plan.settings.app.environment
        for path in plan.settings.app.environmentDirectories {
            changes += try EnvironmentDirectory.changes(plan.absolute(path, from: plan.directory))
        }
        for change in changes {
            switch change {
            case .set(name: let name, value: let value):
                variables.removeAll { $0.hasPrefix(name + "=") }
                variables.append("\(name)=\(value)")
            case .remove(name: let name): variables.removeAll { $0.hasPrefix(name + "=") }
            }
        }
        return variables
    }

    private static let notInherited = [
        "PYTHONHOME", "VIRTUAL_ENV", "PYTHONINSPECT", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
        "SWIFT_BACKTRACE",
    ]

    private static func explain(_ error: SystemError, _ plan: Plan) -> String {
        if error.call == "chdir" { return "chdir: \(plan.appDirectory): \(error.reason)" }
        return "\(error)"
    }
}
