import Kernel
import Protocol
import Synchronization
import Wire

/// What the threads of a worker share while they serve.
final class Service: Sendable {
    let order: AppOrder
    let seat: WorkerOrder.Seat
    let limits: RequestLimits
    let patience: Patience
    let listeners: [Listener]
    let poll: WorkerPollSet
    /// By which connections reach other workers; none where the master makes none.
    let queue: PassingQueue?
    let bell: CourierBell?
    let table = ConnectionTable()
    let counters: Counters
    /// What the watcher sees of each core; none without harakiri.
    let watches: [RequestWatch]
    let files: FileServer
    let requestRoutes: RouteProgram
    let responseRoutes: RouteProgram
    let errorRoutes: RouteProgram
    /// What is sent where there is no answer (`error-page-500`).
    let errorPage: [UInt8]?
    let headerRules: HeaderRules
    let trustedPeers: TrustedPeers
    let pid = processID()

    private let master: Master
    private let wakeUp: WakeUp
    private let draining = Atomic<Bool>(false)
    private let paused = Atomic<Bool>(false)
    /// What was queued when draining began is accepted.
    private let queueIsEmpty = Atomic<Bool>(false)
    private let live = Atomic<Int>(0)
    /// The core that accepts what is queued; -1: none.
    private let acceptor = Atomic<Int>(-1)
    private let condemned = Atomic<Bool>(false)
    private let hearing = Mutex(())
    private let inherited = Mutex<[Connection]>([])
    private let handingOver = Mutex(())

    init(
        _ order: AppOrder, _ seat: WorkerOrder.Seat, _ listeners: [Listener], _ queue: PassingQueue?, _ master: Master,
        _ counters: Counters
    ) throws(SystemError) {
        self.order = order
        self.seat = seat
        self.listeners = listeners
        self.queue = queue
        bell = queue == nil ? nil : try CourierBell()
        self.master = master
        self.counters = counters
        watches = order.harakiri == nil ? [] : (0..<max(1, order.threads)).map { _ in RequestWatch() }
        limits = RequestLimits(order)
        patience = Patience(order)
        files = FileServer(order.files)
        requestRoutes = RouteProgram(order.routes, .request)
        responseRoutes = RouteProgram(order.routes, .response)
        errorRoutes = RouteProgram(order.routes, .error)
        errorPage = order.errorPage.flatMap { try? readFile($0) }
        trustedPeers = TrustedPeers(order)
        headerRules = HeaderRules(
            adding: order.addedHeaders.map { HeaderRules.Header(name: $0.name, value: $0.value) },
            removing: order.removedHeaders)
        poll = try WorkerPollSet()
        wakeUp = try WakeUp()
        try poll.add(master.channel, .readable, token: PollToken.channel.rawValue)
        try poll.add(master.signals, .readable, token: PollToken.signals.rawValue)
        try poll.add(wakeUp.descriptor, .readable, token: PollToken.wake.rawValue)
        if master.wantsPause {
            paused.store(true, ordering: .sequentiallyConsistent)
        } else {
            try heedOthers()
        }
    }

    /// Waits for connections that are nobody's yet.
    private func heedOthers() throws(SystemError) {
        for index in listeners.indices { try heed(index) }
        if let queue { try poll.add(queue.descriptor, [.readable, .exclusive], token: PollToken.passed.rawValue) }
    }

    private func heed(_ index: Int) throws(SystemError) {
        try poll.add(
            listeners[index].descriptor, [.readable, .exclusive], token: PollToken.listener(index).rawValue)
    }

    private func ignoreOthers() {
        for listener in listeners { try? poll.remove(listener.descriptor) }
        if let queue { try? poll.remove(queue.descriptor) }
    }

    /// Several threads serve.
    var isThreaded: Bool { order.threads > 1 }

    var isDraining: Bool { draining.load(ordering: .sequentiallyConsistent) }

    /// Nothing is accepted until the master says so.
    var isPaused: Bool { paused.load(ordering: .sequentiallyConsistent) }

    /// Connections that are nobody's yet are for this worker as well.
    var acceptsOthers: Bool { !isDraining && !isPaused }

    /// Everything that was accepted is answered, and nothing more is accepted.
    var isDone: Bool {
        isDraining && queueIsEmpty.load(ordering: .acquiring) && live.load(ordering: .sequentiallyConsistent) == 0
    }

    /// Has every thread see that it is done; from now on none of them sleeps.
    func wakeAll() {
        wakeUp.send()
    }

    /// A connection begins, or (-1) ends.
    func countConnection(_ change: Int) {
        live.wrappingAdd(change, ordering: .sequentiallyConsistent)
    }

    /// Hears what the master says, and that it is gone. True: this thread is to accept what is queued, then to call
    /// `queueWasAccepted`.
    /// One thread hears at a time, so that what was said in an order is heeded in it.
    func hearMaster() -> Bool {
        hearing.withLock { _ in heed(master.hear()) }
    }

    private func heed(_ word: Master.Word) -> Bool {
        switch word {
        case .nothing: return false
        case .take(let left):
            inherit(left)
            return false
        case .drain: return beginDraining()
        case .pause: pause()
        case .resume: resume()
        case .orphaned(let rule):
            try? poll.remove(master.channel)
            silenceLostOutput()
            // The pause was the wish of a master that cannot end it any more.
            resume()
            return rule == .drain ? beginDraining() : false
        }
        return false
    }

    private func pause() {
        if !isDraining && !paused.exchange(true, ordering: .sequentiallyConsistent) { ignoreOthers() }
        master.tell(.paused)
    }

    private func resume() {
        if paused.exchange(false, ordering: .sequentiallyConsistent), !isDraining {
            try? heedOthers()
        }
        master.tell(.resumed)
    }

    private func inherit(_ left: [(socket: ListeningSocket, descriptor: SharedDescriptor)]) {
        for (socket, descriptor) in left {
            guard let listener = listeners.first(where: { $0.socket == socket }),
                let raw = try? duplicate(descriptor.raw)
            else { continue }
            countConnection(1)
            let connection = connection(raw, listener)
            inherited.withLock { $0.append(connection) }
        }
    }

    /// A connection of which nothing was read.
    func connection(_ descriptor: Int32, _ listener: Listener) -> Connection {
        let connection = Connection(descriptor, listener)
        if order.takesProxyProtocol, listener.wire == .http, connection.isTrusted(by: trustedPeers) {
            connection.introduction = .awaited
        }
        return connection
    }

    /// Connections that another worker left, for the calling thread to park.
    func takeInherited() -> [Connection] {
        inherited.withLock { list in
            defer { list = [] }
            return list
        }
    }

    /// Heeds signals that arrived: each of those that arrive here means drain.
    func heedSignals() -> Bool {
        master.tookSignal() ? beginDraining() : false
    }

    private func beginDraining() -> Bool {
        if draining.exchange(true, ordering: .sequentiallyConsistent) { return false }
        ignoreOthers()
        table.hurryIdle(until: .now + patience.draining)
        if !isPaused { return true }
        queueWasAccepted()
        return false
    }

    /// Waits no more for a listener that was shut down; another thread may have seen that first.
    func leave(_ index: Int) {
        try? poll.remove(listeners[index].descriptor)
    }

    /// A core begins to accept what is queued.
    func acceptsQueue(_ core: Int) {
        acceptor.store(core, ordering: .sequentiallyConsistent)
    }

    /// Nothing is queued any more.
    func queueWasAccepted() {
        queueIsEmpty.store(true, ordering: .releasing)
    }

    /// A request was taken from its core, so that the process will end by harakiri.
    var isCondemned: Bool { condemned.load(ordering: .sequentiallyConsistent) }

    /// Readable once the cores are done.
    var whenDone: Int32 { wakeUp.descriptor }

    /// Drains without accepting what is queued: that waits for the worker that takes this one's place. A core that is out of
    /// action and had the queue to accept will not say that it is through.
    func stopAccepting(without core: Int) {
        condemned.store(true, ordering: .sequentiallyConsistent)
        if beginDraining() || acceptor.load(ordering: .sequentiallyConsistent) == core {
            queueIsEmpty.store(true, ordering: .releasing)
        }
        // Somebody has to see that idle connections have less time now.
        master.wakeOneThread()
    }

    /// Says something to the master.
    func tellMaster(_ report: WorkerReport) {
        master.tell(report)
    }

    /// No core is left: gives the connections that wait here, and what their clients may have sent, to another worker.
    /// Among them are those that the master handed over and no core has come to take.
    func leaveConnections() {
        handOver { leaveAll() }
    }

    private func leaveAll() {
        master.stopHearing()
        hearAll()
        var left = (table.claimUntouched() + takeInherited())[...]
        while !left.isEmpty {
            let some = left.prefix(WorkerReport.mostConnections)
            // The numbers alone would not keep them open until they are sent.
            withExtendedLifetime(some) { master.tell(.leaves($0.map(\.listener.socket)), $0.map(\.descriptor)) }
            left = left.dropFirst(some.count)
        }
    }

    /// Has only one thread at a time hand connections to other workers: one that is in neither process must not be lost with
    /// the end of this one.
    func handOver<Result>(_ body: () -> Result) -> Result {
        handingOver.withLock { _ in body() }
    }

    private func hearAll() {
        while true {
            switch master.hear() {
            case .take(let left): inherit(left)
            case .drain, .pause, .resume: continue
            case .nothing, .orphaned: return
            }
        }
    }

    /// Tells the master once when this worker has served as many requests as it should.
    func noticeAge() {
        guard let reason = counters.reachedAge(order, worker: seat.worker) else { return }
        master.tell(.wantsReplacement(reason: reason))
    }
}

/// A pipe that is written to once and never read: every waiting thread sees it.
private final class WakeUp: Sendable {
    let descriptor: Int32
    private let writer: Int32

    init() throws(SystemError) {
        let ends = try makePipe()
        descriptor = try duplicate(ends.read.raw)
        writer = try duplicate(ends.write.raw)
    }

    deinit {
        closeDescriptor(descriptor)
        closeDescriptor(writer)
    }

    func send() {
        writeBytes([1], to: writer)
    }
}
