import Kernel
import Protocol

/// Harakiri: workers that lost a request which lasted too long, and accept nothing more.
extension SiteLife {
    /// A worker took such a request from its thread. It ends by itself once its others are answered; the one that takes its
    /// place is started at once, however many change already, for it serves nobody new.
    mutating func overdue(_ record: WorkerRecord, _ why: String, at now: Instant) -> [Action] {
        reason = "\(record.title) replaced: \(why)"
        harakiris[record.seat.worker, default: 0] += 1
        let told = [Action.log(reason)]
        guard record.state == .serving || record.state == .draining else { return told }
        update(worker: record.serial) {
            $0.isOverdue = true
            $0.wish = why
        }
        return record.state == .serving && !record.isOverdue ? told + succeed(record, at: now) : told
    }

    /// Has another worker take its place, unless one does already.
    private mutating func succeed(_ record: WorkerRecord, at now: Instant) -> [Action] {
        if generations.contains(where: { $0.workers.contains { $0.replaces == record.serial } }) { return [] }
        guard let generation = generation(record.generation), generation.state == .current, generation.zygote != nil
        else { return drain(record, at: now) }
        return fork([record.seat.worker], of: generation.number, replacing: record.serial, at: now)
    }

    /// A request lasts too long, and its worker does not even look: the process is stopped, or gets no processor.
    mutating func deaf(_ serial: Int, _ why: String, at now: Instant) -> [Action] {
        guard let record = worker(serial) else { return [] }
        harakiris[record.seat.worker, default: 0] += 1
        return [
            .log("\(record.title) killed: \(why), and the worker does not react"),
            .signal(serial: serial, .kill),
        ]
    }
}
