import Kernel
import Options
import Protocol

/// The master of one site: no Python, one thread. Everything that happens comes in here as an event of `SiteLife`, and its
/// actions go out from here as system calls. From the first turn of the loop on it never exits for an error.
final class Master {
    let loop: EventLoop
    var site: String { configuration.site }
    var life: SiteLife
    let log: SiteLog
    let listeners = Listeners()
    /// The extension, opened once, so that its version and readability never change under this master.
    let sharedExtension: SharedDescriptor
    let configuration: Configuration
    var link: EmperorLink?

    var generations: [Int: GenerationProcesses] = [:]
    var workers: [Int: WorkerProcess] = [:]
    /// Output of generations that ended, while something still holds the other end.
    var outputs: [Int: Output] = [:]
    /// Processes of generations that were let go of, until they have ended.
    var departing: [Int: Set<Int32>] = [:]
    var standIn: StandIn?
    var settled: SettledSite?
    private(set) lazy var predecessors: Predecessors = Predecessors(loop) { [unowned self] in
        happen(.predecessors(serving: predecessors.serving))
    }
    /// Sockets of a dead master, until the first plan says which of them it wants.
    var kept: [(address: String, descriptor: SharedDescriptor)] = []
    var leavePaths = false
    /// The emperor was asked for another master, which can do what this one cannot any more.
    var wantsSuccessor = false
    private(set) lazy var fifo = MasterFifo(loop) { [unowned self] in obey($0) }
    private(set) lazy var files = FileWatch(
        loop, ask: link == nil ? nil : { [unowned self] in askToWatch($0, $1) }, log: { [unowned self] in log.say($0) },
        onChanges: { [unowned self] in heed($0) })
    private(set) lazy var beside = makeBeside()
    /// The generation whose plan is in force beside the workers.
    var attended = 0
    /// The first app was loaded.
    var hasLoaded = false
    /// The first generation of which a worker served, and the last one.
    var firstAccepting: Int?
    var lastAccepting = 0
    var nextSample: Timers.Token?
    /// The sockets on which the master looks out for the client that wakes the site.
    var doorWatches: [Int32: EventLoop.Watch] = [:]
    var nextParting: Timers.Token?
    var nextLookAtWatchers: Timers.Token?
    /// Connections that workers left, for whoever serves next.
    var bequests: [Bequest] = []
    /// What workers pass connections on by, from generation to generation, too.
    let passing: (entrance: MessageChannel, exit: MessageChannel)
    /// Who waits for the first verdict of a lone master: its caller, or the supervisor.
    var onFirstVerdict: (Verdict) -> Void = { _ in }

    /// What ps(1) shows in place of the command line.
    private var title: String?
    private var events: [SiteLife.Event] = []
    private var isHandling = false
    private var timers: [SiteLife.Timer: Timers.Token] = [:]
    private var exitCode: Int32?
    private var lastStatus: SiteStatus?
    private var saidWarnings: [String] = []
    /// Files that the configuration in force was read from, and that have changed since.
    var changedIncludes: Set<WatchedFiles.File> = []
    private var phaseSince = unixTime()

    /// A master of a site; with a control socket it is an emperor's.
    init(
        configuration: Configuration, sharedExtension: SharedDescriptor, controlSocket: Int32?,
        firstGeneration: Int = 1
    ) throws(SystemError) {
        self.configuration = configuration
        self.sharedExtension = sharedExtension
        loop = try EventLoop(signals: [
            .hangUp, .terminate, .interrupt, .quit, .user1, .user2, .windowChange, .terminalStop,
        ])
        life = SiteLife(hasEmperor: controlSocket != nil, firstGeneration: firstGeneration)
        log = SiteLog(prefix: controlSocket == nil ? "" : "[\(configuration.site)] ")
        let (entrance, exit) = try MessageChannel.pair()
        passing = (entrance, MessageChannel(exit))
        try setNonBlocking(passing.entrance.raw)
        try setNonBlocking(passing.exit.raw)
        ignore(.brokenPipe)
        try becomeSubreaper()
        loop.onSignal = { [unowned self] in take($0) }
        loop.onChildExit = { [unowned self] in childEnded($0, $1) }
        guard let controlSocket else { return }
        link = try EmperorLink(
            loop, listener: controlSocket, log: { [unowned self] in log.say($0) },
            onConnect: { [unowned self] in greetEmperor() }, onOrder: { [unowned self] in take($0, $1) })
        link?.onLeave = { [unowned self] in
            files.helperWent()
            noteHook(.emperorLost)
        }
    }

    /// Works until there is nothing left to do; returns the exit code.
    func run() -> Int32 {
        while exitCode == nil {
            do {
                try loop.turn()
            } catch {
                log.say("\(error)")
            }
        }
        finish()
        return exitCode ?? 0
    }

    /// Brings up a generation of the configuration as it is now.
    func bringUp(request: Int?, cause: String) {
        switch configuration.read(isReload: life.current != nil) {
        case .plan(let plan):
            tellWarnings(plan)
            if let settled, !plan.hasUser(of: settled.plan) { return makeWay(request) }
            happen(.run(Run(request: request, plan: plan, cause: cause, askedAt: .now)))
        case .refused(let text, _): happen(.refused(request: request, text: text))
        }
    }

    /// Somebody who does not wait for the verdict wants a reload. Where the site serves, it may want to end instead, for
    /// whoever started it to start it again.
    func reload(_ cause: String) {
        if let current = life.current, current.run.plan.settings.lifecycle.exitOnReload {
            return stop("\(cause), exit-on-reload")
        }
        bringUp(request: nil, cause: cause)
    }

    /// Each warning of a configuration is said once, when it is new.
    private func tellWarnings(_ plan: Plan) {
        for warning in plan.warnings where !saidWarnings.contains(warning) { log.say(warning) }
        saidWarnings = plan.warnings
    }

    // MARK: - The machine

    /// Has the machine handle an event, and what follows from it, in order.
    func happen(_ event: SiteLife.Event) {
        events.append(event)
        if isHandling { return }
        isHandling = true
        while !events.isEmpty {
            let next = events.removeFirst()
            life.jitter = .random(in: 0..<1)
            for action in life.handle(next, at: .now) { perform(action) }
        }
        isHandling = false
        tellStatus()
    }

    /// Ends at once. Workers, sockets and files stay for the next master.
    func leave() {
        log.say("another master takes over; workers serve on until its own do")
        leavePaths = true
        exitCode = 0
    }

    private func perform(_ action: SiteLife.Action) {
        switch action {
        case .start(let number): start(number)
        case .fork(let record): fork(record)
        case .check(let serial): check(serial)
        case .commit(let number): commit(number)
        case .go(let serial): go(serial)
        case .drain(let serial): workers[serial]?.order(.drain)
        case .pause(let serial): workers[serial]?.order(.pause)
        case .resume(let serial): workers[serial]?.order(.resume)
        case .measure(let number): measure(number)
        case .awaitClient(let number): awaitClient(number)
        case .awaitNobody: awaitNobody()
        case .signal(let serial, let signal): _ = try? workers[serial]?.identity?.send(signal)
        case .nameRequests(let serial): nameRequests(serial)
        case .endZygote(let number): generations[number]?.endZygote()
        case .retire(let number): generations[number]?.order(.retire)
        case .discard(let number): discard(number)
        case .release(let number): release(number)
        case .verdict(let run, let number, let kind, let text): judge(run, number, kind, text)
        case .refuse(let request, let text): refuse(request, text)
        case .schedule(let timer, let instant): schedule(timer, at: instant)
        case .cancel(let timer): cancel(timer)
        case .closeDoors: closeDoors()
        case .standIn(let number): standInFor(number)
        case .log(let text): log.say(text)
        case .end(let code): beside.stop { [unowned self] in exitCode = code }
        }
    }

    private func schedule(_ timer: SiteLife.Timer, at instant: Instant) {
        cancel(timer)
        timers[timer] = loop.schedule(at: instant) { [unowned self] in
            timers[timer] = nil
            happen(.timer(timer))
        }
    }

    private func cancel(_ timer: SiteLife.Timer) {
        if let token = timers.removeValue(forKey: timer) { loop.cancel(token) }
    }

    /// What ps(1) shows for us. The short name stays: by it an emperor knows who listens for it.
    func wearTitle(_ plan: Plan) {
        let wanted = plan.titles(of: 0).ofMaster
        if wanted == title { return }
        title = wanted
        setProcessTitle(wanted ?? CommandLine.arguments.joined(separator: " "), mayMoveEnvironment: true)
    }

    // MARK: - Signals

    private func take(_ signal: Signal) {
        let lifecycle = settled?.plan.settings.lifecycle
        switch SignalMeaning(signal, to: lifecycle, isStopping: life.stopping) {
        case .reload: reload("reload by \(signal)")
        case .stop: stop("\(signal)")
        case .stopAtOnce: stopAtOnce("\(signal)")
        case .pause: happen(.pauseOrResume("\(signal)"))
        case .tellStatus: sayStatus()
        case .nothing: break
        }
    }

    func stop(_ cause: String) {
        log.say("stopping gracefully (\(cause))")
        happen(.stop)
    }

    func stopAtOnce(_ cause: String) {
        log.say("stopping at once (\(cause))")
        happen(.kill)
        beside.kill()
    }

    // MARK: - Telling

    /// Sends the status when it differs from the last one in more than its counters.
    func tellStatus() {
        var status = currentStatus(counters: false)
        if status.phase != lastStatus?.phase { phaseSince = unixTime() }
        status.since = phaseSince
        if status == lastStatus { return }
        lastStatus = status
        link?.send(.status(currentStatus(counters: true)))
    }

    /// How the site is.
    func currentStatus(counters: Bool) -> SiteStatus {
        let shown = life.current ?? life.candidate
        return SiteStatus(
            phase: life.phase, reason: shownReason, generation: shown?.number ?? life.nextGeneration - 1,
            revision: shown?.run.plan.revision ?? configuration.revision, pid: currentProcess(), zygote: shown?.zygote,
            workers: life.generations.flatMap(\.workers).compactMap { status(of: $0, counters: counters) }
                + predecessors.living.map { status(of: $0, counters: counters) },
            sockets: settled.map { listeners.describe($0.sockets) } ?? [], python: shown?.python ?? "",
            since: phaseSince, nextTry: life.nextTry.map { unixTime() + ($0 - .now).inSeconds }.map { $0.rounded() },
            warnings: (shown?.run.plan.warnings ?? []) + (shown?.warnings ?? []), helpers: beside.status)
    }

    private func status(of record: WorkerRecord, counters: Bool) -> WorkerStatus? {
        guard let pid = record.pid, let process = workers[record.serial] else { return nil }
        let generation = counters ? generations[record.generation] : nil
        let isBusy = (generation?.count(.busySince, slot: record.seat.slot) ?? 0) != 0
        return WorkerStatus(
            id: record.seat.worker, pid: pid, startTime: process.identity?.startTime ?? 0,
            status: record.statusWord(isBusy: isBusy), generation: record.generation,
            requests: generation?.count(.requests, slot: record.seat.slot) ?? 0,
            rss: counters ? residentMemory(of: pid) ?? 0 : 0, harakiris: life.harakiris[record.seat.worker] ?? 0)
    }

    /// A worker of an earlier master: more is not known of it.
    private func status(of predecessor: ProcessIdentity, counters: Bool) -> WorkerStatus {
        WorkerStatus(
            id: 0, pid: predecessor.pid, startTime: predecessor.startTime,
            status: predecessors.serving == 0 ? .draining : .idle, generation: 0, requests: 0,
            rss: counters ? residentMemory(of: predecessor.pid) ?? 0 : 0)
    }

    // MARK: - The end

    private func finish() {
        standIn?.end()
        for output in generations.values.map(\.output) + outputs.values { output.read() }
        if let settled, !leavePaths { vacuum(settled) }
        log.say("the master (pid \(currentProcess())) ends")
    }

    /// Removes what the site made. What its user may not remove is left to the emperor, and said where there is none.
    private func vacuum(_ settled: SettledSite) {
        for file in filesToRemove(settled) {
            do throws(SystemError) {
                try file.remove()
            } catch {
                if link == nil { log.say("vacuum: \(error)") }
            }
        }
    }

    /// What goes at the end.
    func filesToRemove(_ settled: SettledSite) -> [OwnFile] {
        let sockets = listeners.files { settled.staysBehind($0) }
        if !settled.plan.settings.files.vacuum { return sockets }
        return sockets + settled.pidfiles + (fifo.file.map { [$0] } ?? [])
    }
}

extension WorkerRecord {
    /// What a status shows of it.
    func statusWord(isBusy: Bool) -> WorkerStatus.State {
        switch state {
        case .asked, .connected, .ready, .going: .starting
        case .serving: isBusy ? .busy : isPaused ? .paused : .idle
        case .draining: .draining
        }
    }
}

extension SiteLife {
    /// Where the site is in its life, for others.
    var phase: SiteStatus.Phase {
        if stopping { return .stopping }
        if current != nil { return candidate != nil ? .reloading : newestFailed ? .degraded : .running }
        if predecessors > 0 { return newestFailed && candidate == nil ? .degraded : .reloading }
        if candidate == nil && !queue.isEmpty && !generations.isEmpty { return .reloading }
        return nextTry != nil || (candidate == nil && newestFailed) ? .failed : .starting
    }
}
