import Kernel
import Protocol

/// The emperor: one thread, one loop. Which sites are to run, and why they do not, is decided by `Site`; here what
/// happens becomes its events, and its actions become calls.
///
/// It does almost nothing, so that it outlives everything; and it may die, because masters need it for nothing but
/// orders.
final class Emperor {
    var setup: Setup
    let loop: EventLoop
    let siteFiles: SiteFiles
    let launcher: Launcher
    let records: MasterRecords
    var wants: Wants
    var holdings: [String: Holding] = [:]
    /// Masters that are our children.
    var children: [Int32: Holding] = [:]
    var control: ControlServer?
    var errands: [Int: Errand] = [:]
    /// Which errand an ask belongs to, what the site was called there, and who hears of it.
    var asked: [Int: (errand: Int, site: String, client: ControlClient?, request: Int)] = [:]
    var statusRounds: [Int: (round: StatusRound, client: ControlClient, request: ControlRequest)] = [:]
    var explainRounds: [Int: ExplainRound] = [:]
    var lastNumber = 0
    /// Watches files for masters.
    private(set) lazy var files = makeFileWatcher()
    let systemd: Systemd
    var startUp = StartUp()
    var hasScanned = false
    /// A site's state changed, or there are other sites: the summary is to be told anew.
    var hasNews = true
    var isStopping = false
    var isStoppingAtOnce = false
    var hasGivenUp = false
    let since = unixTime()

    private let lock: SharedDescriptor
    private var waiting: [(holding: Holding, event: SiteEvent)] = []
    private var isDraining = false
    private var turns: Turns { Turns(width: max(2, SiteFacts.processorCount), priority: setup.starting.priority) }
    private var turnTimer: Timers.Token?

    /// What it wrote for others to find it by.
    private let ownFiles: [OwnFile]
    /// Reads the command line and the files that it names anew.
    let reread: () -> Invocation

    /// Takes the locks, makes the run directory, and becomes whom the setup says; fails when another emperor has them.
    init(_ setup: Setup, reread: @escaping () -> Invocation) throws {
        self.setup = setup
        self.reread = reread
        loop = try EventLoop(signals: [.terminate, .interrupt, .quit, .hangUp])
        systemd = Systemd(loop: loop)
        siteFiles = SiteFiles(setup.sources, frequency: .seconds(setup.frequency), loop: loop)
        // Before anything is made: who is refused leaves nothing behind.
        try siteFiles.claim()
        lock = try setup.takeRunDirectory()
        launcher = try Launcher(program: setup.program, directory: setup.masters, limit: raisedDescriptorLimit())
        ownFiles = try setup.standing.take()
        records = MasterRecords(directory: setup.masters)
        wants = Wants(stateDirectory: setup.stateDirectory, vassals: setup.patterns.first?.path ?? "")
        let known = records.load()
        let stamps = known.compactMap { record in record.file.map { (record.site, $0) } }
        siteFiles.remember(Dictionary(stamps) { first, _ in first })
        do {
            control = try ControlServer(path: setup.controlSocket, loop: loop)
        } catch {
            try? unlink(setup.lock)
            throw error
        }
        for record in known { hold(record.site, record: record) }
    }

    /// Begins: from here on errors are logged, and nothing ends but by an order.
    func begin() throws {
        ignore(.brokenPipe)
        try becomeSubreaper()
        loop.onSignal = { [unowned self] in take($0) }
        loop.onChildExit = { [unowned self] in childEnded($0, $1) }
        control?.onRequest = { [unowned self] in take($0, from: $1) }
        siteFiles.onChanges = { [unowned self] in apply($0) }
        siteFiles.onScan = { [unowned self] in scanned(isComplete: $0) }
        loop.schedule(at: .now + .seconds(setup.starting.readyTimeout)) { [unowned self] in startUpIsOverdue() }
        log("serving the sites of \(setup.places)")
        siteFiles.begin()
    }

    /// Works until everything was stopped on request.
    func run() {
        while !isOver {
            do {
                try loop.turn()
            } catch {
                log("\(error)")
            }
        }
        leave()
    }

    private var isOver: Bool { isStopping && (holdings.isEmpty || hasGivenUp) }

    private func leave() {
        log("everything has stopped")
        control?.end()
        for path in [setup.masters, setup.sockets] { try? removeDirectory(path) }
        try? unlink(setup.lock)
        for file in ownFiles { try? file.remove() }
    }

    private func startUpIsOverdue() {
        guard startUp.expire() else { return }
        let late = holdings.values.filter { !$0.site.isSettled }.map(\.site.name).sorted()
        log("not every site has a verdict after \(setup.starting.readyTimeout) s: \(late.joined(separator: ", "))")
        systemd.ready()
    }

    // MARK: - Events

    /// Tells a site what happened; what follows from it follows in order, never within.
    func tell(_ holding: Holding, _ event: SiteEvent) {
        waiting.append((holding, event))
        if !isDraining { together {} }
    }

    /// Tells the site of that name, if there is one.
    func tell(_ site: String, _ event: SiteEvent) {
        if let holding = holdings[site] { tell(holding, event) }
    }

    /// Everything that `body` tells happens at one instant.
    func together(_ body: () -> Void) {
        guard !isDraining else { return body() }
        isDraining = true
        body()
        let now = Instant.now
        while !waiting.isEmpty || letStart(at: now) {
            let (holding, event) = waiting.removeFirst()
            guard holdings[holding.site.name] === holding else { continue }
            for action in holding.site.handle(event, at: now) { perform(action, for: holding) }
            show(holding)
            schedule(holding)
        }
        isDraining = false
        tellSystemd()
    }

    func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    // MARK: - After an event

    private func show(_ holding: Holding) {
        let shown = holding.site.shown
        guard holdings[holding.site.name] === holding else { return }
        if shown.state != holding.shown.state {
            hasNews = true
            holding.since = unixTime()
            log("\(holding.site.name) is \(shown.state.rawValue): \(firstLine(shown.reason))")
        }
        holding.shown = shown
        guard holding.site.holds else { return }
        let record = holding.record(boot: records.boot)
        guard record != holding.written else { return }
        holding.written = record
        records.save(record)
    }

    private func schedule(_ holding: Holding) {
        if let timer = holding.timer { loop.cancel(timer) }
        holding.timer = holding.site.deadline.map { deadline in
            loop.schedule(at: deadline) { [unowned self, unowned holding] in tell(holding, .due) }
        }
    }

    /// Tells sites that it is their turn to start; true when there are some.
    private func letStart(at now: Instant) -> Bool {
        if let turnTimer { loop.cancel(turnTimer) }
        turnTimer = nil
        guard holdings.values.contains(where: { $0.site.linedUp != nil }) else { return false }
        let (names, again) = turns.next(of: holdings.values.map(\.site), at: now)
        for name in names { tell(name, .turn) }
        turnTimer = again.map { loop.schedule(at: $0) { [unowned self] in together {} } }
        return !names.isEmpty
    }

    func tellSystemd() {
        guard hasNews, !isStopping else { return }
        hasNews = false
        systemd.status(summary(holdings.values.map { ($0.site.name, $0.shown.state) }))
        if startUp.check({ holdings[$0]?.site.isSettled ?? true }) { systemd.ready() }
    }
}

/// Every site costs several descriptors. Returns the limit that we were started with, nil where it could not be raised.
private func raisedDescriptorLimit() -> DescriptorLimit? {
    do {
        return try DescriptorLimit.raise()
    } catch {
        log("the limit of open descriptors could not be raised: \(error)")
        return nil
    }
}

/// The part of a text that fits a log line or a table.
func firstLine(_ text: String) -> String {
    String(text.prefix { !$0.isNewline })
}
