import Kernel
import Protocol

/// What takes its leave: sockets, requests, the processes of generations that are over.
extension Master {
    /// Parts from sockets that the site does not want any more.
    func partFromSockets() {
        guard let settled else { return }
        let needed = life.candidate.flatMap { generations[$0.number]?.sockets } ?? []
        let (gone, isOver) = listeners.part(from: settled.sockets, butFor: needed, at: .now)
        for address in gone { log.say("\(address) is shut down: no socket of the site any more") }
        if !gone.isEmpty { tellKeepsakes() }
        if let nextParting { loop.cancel(nextParting) }
        nextParting = isOver ? nil : loop.schedule(at: .now + Farewell.interval) { [unowned self] in partFromSockets() }
    }

    /// The site stops: nobody is let in any more, so that nobody waits in vain for an answer. At a restart connections wait
    /// for the next master.
    func closeDoors() {
        guard let settled, !leavePaths, standIn == nil else { return }
        if let nextParting { loop.cancel(nextParting) }
        listeners.close(at: .now) { settled.staysBehind($0) }
        shutDownClosed(settled)
    }

    private func shutDownClosed(_ settled: SettledSite) {
        let (_, isOver) = listeners.part(from: [], butFor: [], at: .now) { settled.staysBehind($0) }
        if isOver { return }
        nextParting = loop.schedule(at: .now + Farewell.interval) { [unowned self] in shutDownClosed(settled) }
    }

    /// Whose answer will not come is said.
    func nameRequests(_ serial: Int) {
        guard let worker = workers[serial], let processes = generations[worker.record.generation] else { return }
        for request in processes.requests(slot: worker.record.seat.slot) {
            let age = max(.zero, Instant.now - request.began).inSeconds
            log.say("\(worker.title) is cut off in \(request.text), \((age * 10).rounded() / 10) s after its start")
        }
    }

    /// Notes who of a generation that is let go of still has to end.
    func seeOff(_ number: Int) {
        var pids = Set(workers.values.filter { $0.record.generation == number }.compactMap(\.pid))
        if let processes = generations[number], processes.isZygote(processes.zygote) { pids.insert(processes.zygote) }
        departing[number] = pids
        sawOff(number)
    }

    /// A process ended that may have been the last of such a generation.
    func sawEnd(of pid: Int32) {
        for number in Array(departing.keys) where departing[number]?.remove(pid) != nil { sawOff(number) }
    }

    private func sawOff(_ number: Int) {
        guard departing[number]?.isEmpty == true else { return }
        departing[number] = nil
        happen(.gone(generation: number))
    }
}
