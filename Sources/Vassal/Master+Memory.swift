import Kernel
import Options

/// Looks at the memory of workers, where the site limits it.
extension Master {
    func watchMemory(_ plan: Plan) {
        if let nextSample { loop.cancel(nextSample) }
        nextSample = nil
        if plan.settings.limits.watchMemory { sampleLater(.seconds(plan.settings.limits.memoryInterval)) }
    }

    private func sampleLater(_ interval: Duration) {
        nextSample = loop.schedule(at: .now + interval) { [unowned self] in
            sampleLater(interval)
            sampleMemory()
        }
    }

    /// A worker that ended and was not reaped yet has no memory, and its pid is nobody else's.
    private func sampleMemory() {
        for (serial, worker) in workers.sorted(by: { $0.key < $1.key }) {
            if let pid = worker.pid, let use = MemoryUse(of: pid) { happen(.memory(serial: serial, use)) }
        }
    }
}
