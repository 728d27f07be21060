import Kernel
import Protocol

/// A process that serves, from its fork to its end.
struct Worker {
    private let order: AppOrder
    private let seat: WorkerOrder.Seat
    private let board: SharedMemory
    private let app: LoadedApps?
    private let python: PythonHost

    init(
        _ order: AppOrder, _ seat: WorkerOrder.Seat, _ board: SharedMemory, _ app: LoadedApps?, _ python: PythonHost
    ) {
        self.order = order
        self.seat = seat
        self.board = board
        self.app = app
        self.python = python
    }

    /// Serves until the master has it drain. The interpreter's lock is held.
    func run(channel: SharedDescriptor) -> Never {
        order.titles.wear(order.titles.ofWorker(seat.worker))
        do throws(SystemError) {
            try serve(channel)
        } catch {
            writeLine("worker \(seat.worker): \(error)")
            endProcess(1)
        }
        python.end(within: Patience(order).exit)
    }

    private func serve(_ channel: SharedDescriptor) throws(SystemError) {
        let counters = Counters(board, threads: order.threads, slot: seat.slot)
        try setNonBlocking(channel.raw)
        let master = try Master(MessageChannel(channel), generation: order.titles.generation)
        python.dropSignalHandlers()
        master.takeSignals()
        master.tell(.hello(version: workerProtocolVersion))
        let app = app ?? loadApp(master)
        // An import may have put handlers of its own in place.
        python.dropSignalHandlers()
        master.takeSignals()
        let callers = python.callers(app, order)
        let reports = order.harakiri == nil ? nil : try python.threadReports()
        let modules = order.lazy ? python.moduleList(order) : nil
        master.tell(.ready, modules.map { [$0.raw] } ?? [])
        callers[0].lock.letGo()
        guard let service = try awaitGo(master, counters, callers[0]) else { return callers[0].lock.take() }
        if let rule = order.harakiri, let reports { try startWatcher(service, rule, reports) }
        if let bell = service.bell { try startCourier(service, bell) }
        master.tell(.serving)
        if service.isPaused { master.tell(.paused) }
        for number in 1..<max(1, order.threads) {
            try startCore(number, service, callers[number])
        }
        Core(0, service, callers[0]).run()
        // The watcher ends what it has begun; the interpreter's lock may not be to be had.
        if service.isCondemned { sleepForEver() }
        callers[0].lock.take()
    }

    /// Answers what comes before `go`. Nil: there is nothing to serve.
    private func awaitGo(
        _ master: Master, _ counters: Counters, _ caller: AppCaller
    ) throws(SystemError) -> Service? {
        while true {
            switch try master.awaitGo() {
            case .go(let listeners, let queue): return try Service(order, seat, listeners, queue, master, counters)
            case .leave: return nil
            case .check(let connection):
                let service = try Service(order, seat, [], nil, master, counters)
                let copy = try duplicate(connection.raw)
                Core(0, service, caller).serve(Connection(copy, Listener.ofHealthCheck))
            }
        }
    }

    private func startWatcher(
        _ service: Service, _ rule: Harakiri, _ reports: ThreadReports
    ) throws(SystemError) {
        try startThread {
            do throws(SystemError) {
                var watcher = try Watcher(service, rule, reports)
                watcher.run()
            } catch {
                writeLine("worker \(service.seat.worker): there is no harakiri: \(error)")
            }
        }
    }

    private func startCourier(_ service: Service, _ bell: CourierBell) throws(SystemError) {
        try startThread {
            var courier = Courier(service, bell)
            courier.run()
        }
    }

    private func startCore(_ number: Int, _ service: Service, _ caller: AppCaller) throws(SystemError) {
        try startThread {
            caller.lock.beginThread()
            Core(number, service, caller).run()
        }
    }

    private func loadApp(_ master: Master) -> LoadedApps {
        let pid = processID()
        defer { endUnless(pid) }
        do throws(AppProblem) {
            let app = try python.loadApp(order)
            for warning in app.warnings { writeLine("worker \(seat.worker): \(warning)") }
            return app
        } catch {
            endUnless(pid)
            master.tell(.failed(.import, text: error.text))
            endProcess(ZygoteBootstrap.failureCode)
        }
    }
}
