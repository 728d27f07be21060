import Kernel
import Protocol

extension Master {
    /// Says in the log how the site is.
    func sayStatus() {
        let status = currentStatus(counters: true)
        log.say("the site is \(status.phase.rawValue): \(status.reason); generation \(status.generation)")
        for worker in status.workers {
            log.say(
                "worker \(worker.id) (pid \(worker.pid)) of generation \(worker.generation) is \(worker.status.rawValue): "
                    + "\(worker.requests) requests, \(worker.rss >> 20) MB resident")
        }
    }
}
