import Kernel
import Protocol

/// Ends a process that the import forked and let come back: it is not the one that was told to load the app.
func endUnless(_ pid: Int32) {
    if processID() == pid { return }
    writeLine("a process that the import of the app forked came back from it (pid \(processID())); it ends here")
    endProcess(ZygoteBootstrap.failureCode)
}

/// The process that imported the app: it serves nothing, and forks workers when the master says so. All the time it holds
/// the interpreter's lock, so that a thread that the import left behind runs nothing here and holds no lock in a fork.
struct Zygote {
    private let channel: MessageChannel
    private let python: PythonHost
    private let pid = processID()
    private var order = AppOrder()
    private var board: SharedMemory?
    private var app: LoadedApps?

    init(channel raw: Int32, _ python: PythonHost) {
        channel = MessageChannel(SharedDescriptor(owning: raw))
        self.python = python
    }

    /// Does what the master orders. Ends the process, one way or another; in the worker that a fork made it goes on as
    /// that worker.
    mutating func run() -> Never {
        do throws(SystemError) {
            try closeOnExec(channel.raw)
        } catch {
            leave("\(error)")
        }
        tell(.hello(version: workerProtocolVersion, python: python.version))
        while let message = receive() {
            switch order(message) {
            case .load(let order): load(order, message.descriptors)
            case .fork(let seat): fork(seat, message.descriptors)
            case .retire: endProcess(0)
            case nil: continue
            }
        }
        endProcess(0)
    }

    private func receive() -> ReceivedMessage? {
        guard case .done(let message) = (try? channel.receive()) ?? .done(nil) else { return nil }
        return message
    }

    private func order(_ message: ReceivedMessage) -> ZygoteOrder? {
        do {
            return try decodeMessage(ZygoteOrder.self, message.bytes)
        } catch {
            writeLine("zygote: a message of the master was not understood and is ignored: \(error)")
            return nil
        }
    }

    private func tell(_ report: ZygoteReport, _ attachment: SharedDescriptor? = nil) {
        _ = try? channel.send(encodeMessage(report), descriptors: attachment.map { [$0.raw] } ?? [])
    }

    private mutating func load(_ order: AppOrder, _ descriptors: [SharedDescriptor]) {
        let began = Instant.now
        self.order = order
        self.order.threads = max(1, order.threads)
        order.titles.wear(order.titles.ofZygote)
        guard let memory = descriptors.first else { leave("the order to load came without the scoreboard") }
        do throws(SystemError) {
            board = try SharedMemory(mapping: try duplicate(memory.raw))
        } catch {
            leave("\(error)")
        }
        python.prepare(order)
        let importsHere = !order.lazy || !order.modules.shared.isEmpty
        if importsHere { python.watchImport() }
        var warnings = importShared()
        if !order.lazy {
            loadApp()
            warnings += app?.warnings ?? []
            warnings += app.map { python.warmUp($0, order.warmUps) } ?? []
        }
        if importsHere { warnings += python.leftovers(channel: channel.raw) }
        for warning in warnings { writeLine("zygote: \(warning)") }
        python.freeze()
        tell(.loaded(seconds: (Instant.now - began).inSeconds, warnings: warnings), python.moduleList(order))
    }

    private func importShared() -> [String] {
        do throws(AppProblem) {
            return try python.importShared(order)
        } catch {
            leave(without: error)
        }
    }

    private mutating func loadApp() {
        do throws(AppProblem) {
            app = try python.loadApp(order)
            endUnless(pid)
        } catch {
            endUnless(pid)
            leave(without: error)
        }
    }

    private func leave(without problem: AppProblem) -> Never {
        tell(.failed(.import, text: problem.text))
        endProcess(ZygoteBootstrap.failureCode)
    }

    private func fork(_ seat: WorkerOrder.Seat, _ descriptors: [SharedDescriptor]) {
        guard let board, let end = descriptors.first else {
            return tell(.forkFailed(seat, text: "the order to fork came before that to load, or without a channel"))
        }
        do throws(SystemError) {
            guard case .grandchild = try forkPython() else { return }
            closeDescriptor(channel.raw)
            Worker(order, seat, board, app, python).run(channel: end)
        } catch {
            tell(.forkFailed(seat, text: "\(error)"))
        }
    }

    private func leave(_ text: String) -> Never {
        tell(.failed(.spawn, text: text))
        endProcess(ZygoteBootstrap.failureCode)
    }
}
