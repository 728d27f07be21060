import Kernel
import Options
import Protocol

/// Zygotes and workers: started, spoken to, ended.
extension Master {
    func start(_ number: Int) {
        guard let plan = life.generation(number)?.run.plan else { return }
        let watched = watchedFiles(plan)
        prepareHooks(number, plan) { [unowned self] in
            if life.generation(number) != nil { launch(number, plan, watched) }
        }
    }

    private func launch(_ number: Int, _ plan: Plan, _ watched: [WatchedFiles.File: WatchedFacts]) {
        do throws(StartProblem) {
            let (sockets, identity) = try prepare(number, plan)
            let processes = try GenerationProcesses(
                number, plan, on: sockets, sharedExtension: sharedExtension, identity: identity, log: log)
            processes.watched = watched
            generations[number] = processes
            expose(processes)
            watch(number, processes)
            happen(.spawned(generation: number, zygote: processes.zygote, python: processes.python))
        } catch {
            if error.cause?.isAddressInUse == true { drainPredecessors() }
            happen(.notStarted(generation: number, error.kind, text: error.text))
        }
    }

    private func watch(_ number: Int, _ processes: GenerationProcesses) {
        processes.watch = try? loop.watch(processes.channel) { [unowned self] _ in hear(zygote: number) }
        follow(processes.output, number)
    }

    /// Reads a generation's output until everybody who might print has gone, be it after the generation's end.
    func follow(_ output: Output, _ number: Int) {
        outputs[number] = output
        var watch: EventLoop.Watch?
        watch = try? loop.watch(output.descriptor) { [unowned self] _ in
            output.read()
            guard output.ended, let watch else { return }
            loop.cancel(watch)
            outputs[number] = nil
            tellKeepsakes()
        }
    }

    /// Takes what a zygote said. One that cannot be spoken to any more is of no use.
    private func hear(zygote number: Int) {
        guard let processes = generations[number] else { return }
        let over = { [self] in
            letGo(of: processes)
            processes.endZygote()
        }
        while let message = receive(processes.channel, over: over) {
            switch try? decodeMessage(ZygoteReport.self, message.bytes) {
            case let report?:
                if case .failed(_, let text) = report { lookForConflict(number, text) }
                if case .loaded = report { take(modules: message.descriptors.first, of: number) }
                deliver(report, of: number)
            case nil: log.say("the zygote sent a message that is not understood here and is ignored")
            }
        }
    }

    /// Takes what a worker said. One that ends before the kernel vouched for its pid is known by its channel's end alone.
    private func hear(worker serial: Int) {
        guard let worker = workers[serial] else { return }
        let over = { [self] in
            if let watch = worker.watch { loop.cancel(watch) }
            worker.watch = nil
            guard worker.pid == nil else { return }
            happen(.workerEnded(serial: serial, .exited(code: -1)))
            forget(worker: serial)
        }
        while let message = receive(worker.channel, over: over) {
            worker.recognise(message.senderPID)
            switch try? decodeMessage(WorkerReport.self, message.bytes) {
            case .leaves(let sockets)?: bequeath(Array(zip(sockets, message.descriptors)), of: serial)
            case let report?:
                if case .failed(_, let text) = report { lookForConflict(worker.record.generation, text) }
                if report == .ready { take(modules: message.descriptors.first, of: worker.record.generation) }
                noteHooks(report, of: serial)
                happen(.worker(serial: serial, report, pid: worker.pid))
                if report == .serving {
                    attend()
                    drainPredecessors()
                    watchTheWatchers()
                    handOut()
                }
            case nil: log.say("a worker sent a message that is not understood here and is ignored")
            }
        }
    }

    /// The next message of a channel; nil when there is none for now. `over` is called when there will never be one.
    private func receive(_ channel: MessageChannel, over: () -> Void) -> ReceivedMessage? {
        switch try? channel.receive() {
        case .done(let message?): return message
        case .notYet: return nil
        case .done(nil), nil:
            over()
            return nil
        }
    }

    // MARK: - Workers

    func fork(_ record: WorkerRecord) {
        guard let processes = generations[record.generation] else { return }
        do throws(SystemError) {
            let (ours, theirs) = try MessageChannel.pair()
            try ours.identifySenders()
            try setNonBlocking(ours.raw)
            let worker = WorkerProcess(record, channel: ours)
            worker.watch = try loop.watch(ours) { [unowned self] _ in hear(worker: record.serial) }
            workers[record.serial] = worker
            processes.order(.fork(record.seat), [theirs.raw])
        } catch {
            happen(.zygote(generation: record.generation, .forkFailed(record.seat, text: "\(error)")))
        }
    }

    /// Hands a worker the sockets of its generation. A worker whose master had an emperor waits for the next master.
    func go(_ serial: Int) {
        guard let worker = workers[serial], let processes = generations[worker.record.generation], processes.isOpen
        else {
            return
        }
        let open = listeners.served(for: processes.sockets).map { socket, descriptor in
            (ListeningSocket(wire: socket.wire, name: socket.name), descriptor.raw)
        }
        worker.order(
            .go(open.map(\.0), whenOrphaned: link == nil ? .drain : .serveOn),
            open.map(\.1) + [passing.entrance.raw, passing.exit.raw])
    }

    // MARK: - Ends

    func childEnded(_ pid: Int32, _ status: ExitStatus) {
        if beside.childEnded(pid, status) { return }
        defer { sawEnd(of: pid) }
        // What a process said before it ended comes before its end.
        if let (number, processes) = generations.first(where: { $0.value.isZygote(pid) }) {
            return processes.reaped {
                hear(zygote: number)
                lookForConflict(number)
                happen(.zygoteEnded(generation: number, status))
            }
        }
        for serial in Array(workers.keys) where workers[serial]?.pid == nil { hear(worker: serial) }
        guard let serial = workers.first(where: { $0.value.pid == pid })?.key else { return }
        hear(worker: serial)
        if let number = workers[serial]?.record.generation { lookForConflict(number) }
        happen(.workerEnded(serial: serial, status))
        forget(worker: serial)
    }

    private func forget(worker serial: Int) {
        if let watch = workers.removeValue(forKey: serial)?.watch { loop.cancel(watch) }
    }

    /// Ends every process of a generation and gives its new sockets up.
    func discard(_ number: Int) {
        beside.forsake(generation: number)
        seeOff(number)
        generations[number]?.endAll()
        for worker in workers.values where worker.record.generation == number { _ = try? worker.identity?.send(.kill) }
        if life.current != nil { listeners.discard(generation: number) }
        letGo(number)
    }

    /// A generation's last worker has gone.
    func release(_ number: Int) {
        beside.note([.atExit], of: generations[number]?.plan, as: settled?.zygoteIdentity)
        seeOff(number)
        generations[number]?.endZygote()
        letGo(number)
        tellKeepsakes()
    }

    private func letGo(_ number: Int) {
        generations[number]?.output.read()
        if let processes = generations.removeValue(forKey: number) { letGo(of: processes) }
        for (serial, worker) in workers where worker.record.generation == number { forget(worker: serial) }
    }

    private func letGo(of processes: GenerationProcesses) {
        if let watch = processes.watch { loop.cancel(watch) }
        processes.watch = nil
        processes.healthCheck?.end()
    }
}
