import Kernel
import Protocol

/// What the machine needs to know to choose the number of workers.
extension Master {
    func measure(_ number: Int) {
        happen(.measured(generation: number, findings()))
    }

    /// How the workers of the generation that serves are, by their counters.
    func findings() -> SiteLife.Findings {
        guard let current = life.current, let processes = generations[current.number] else {
            return SiteLife.Findings(busy: [])
        }
        var found = SiteLife.Findings(busy: [])
        for worker in current.workers {
            if processes.count(.busySince, slot: worker.seat.slot) != 0 { found.busy.insert(worker.serial) }
            found.requests &+= processes.count(.requests, slot: worker.seat.slot)
        }
        if processes.plan.scaling.needsQueue { found.waiting = waiting(processes) }
        return found
    }

    private func waiting(_ processes: GenerationProcesses) -> Int {
        listeners.served(for: processes.sockets).reduce(0) { $0 + (queueLength($1.descriptor.raw) ?? 0) }
    }

    /// Waits for a client without accepting him: that is for the worker who serves him.
    func awaitClient(_ number: Int) {
        awaitNobody()
        guard let processes = generations[number] else { return }
        for (socket, descriptor) in listeners.served(for: processes.sockets) {
            do throws(SystemError) {
                doorWatches[descriptor.raw] = try loop.watch(descriptor) { [unowned self] readiness in
                    readiness.hasEnded ? leaveDoor(descriptor.raw) : happen(.clientCame(generation: number))
                }
            } catch {
                log.say("nobody looks out for clients of \(socket.name): \(error)")
            }
        }
    }

    /// One that was shut down is ready for ever, and nobody comes.
    private func leaveDoor(_ raw: Int32) {
        if let watch = doorWatches.removeValue(forKey: raw) { loop.cancel(watch) }
    }

    func awaitNobody() {
        for watch in doorWatches.values { loop.cancel(watch) }
        doorWatches = [:]
    }
}
