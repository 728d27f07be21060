import Kernel
import Options
import Protocol

/// Workers that have grown too old or too big: replaced, or, where the site asked for it, killed.
extension SiteLife {
    /// When a worker that serves from now on is too old; each further one is granted the delta once more, so that they do
    /// not all change at once.
    func lifetimeTimer(of record: WorkerRecord, at now: Instant) -> [Action] {
        guard let workers = generation(record.generation)?.run.plan.settings.workers, let most = workers.maxLifetime
        else { return [] }
        let later = (record.seat.worker - 1).multipliedReportingOverflow(by: workers.maxLifetimeDelta)
        let age = max(most, workers.minLifetime).addingReportingOverflow(later.partialValue)
        guard !later.overflow, !age.overflow else { return [] }
        let seconds = min(age.partialValue, Int(Int32.max))
        return [.schedule(.lifetime(serial: record.serial), at: now + .seconds(seconds))]
    }

    mutating func lifetimeIsOver(_ serial: Int, at now: Instant) -> [Action] {
        guard let record = worker(serial), let since = record.servesSince else { return [] }
        return replacementWanted(record, "max-worker-lifetime: it served for \(seconds(now - since)) s", at: now)
    }

    /// A worker was found to occupy so much.
    mutating func memorySampled(_ serial: Int, _ use: MemoryUse, at now: Instant) -> [Action] {
        guard let record = worker(serial), let since = record.servesSince, !record.isCondemned,
            let settings = generation(record.generation)?.run.plan.settings
        else { return [] }
        if let excess = settings.limits.deadlyExcess(of: use) {
            update(worker: serial) { $0.isCondemned = true }
            return [.log("\(record.title) is killed: \(excess)"), .signal(serial: serial, .kill)]
        }
        guard record.wish == nil, now - since >= .seconds(settings.workers.minLifetime),
            let excess = settings.limits.excess(of: use)
        else { return [] }
        return replacementWanted(record, excess, at: now)
    }

    private func seconds(_ duration: Duration) -> Int64 { duration.nanoseconds / 1_000_000_000 }
}

extension LimitSettings {
    /// Whether any worker's memory is to be looked at.
    var watchMemory: Bool {
        [reloadAboveAddressSpace, reloadAboveResident, killAboveAddressSpace, killAboveResident].contains { $0 != nil }
    }

    /// Why a worker is to be replaced; nil: it is not.
    fileprivate func excess(of use: MemoryUse) -> String? {
        excess("reload-on-as", use.addressSpace, "of address space", reloadAboveAddressSpace)
            ?? excess("reload-on-rss", use.resident, "resident", reloadAboveResident)
    }

    /// Why a worker is to be killed; nil: it is not.
    fileprivate func deadlyExcess(of use: MemoryUse) -> String? {
        excess("evil-reload-on-as", use.addressSpace, "of address space", killAboveAddressSpace)
            ?? excess("evil-reload-on-rss", use.resident, "resident", killAboveResident)
    }

    private func excess(_ option: String, _ bytes: UInt64, _ what: String, _ limit: Int?) -> String? {
        guard let limit = limit.map({ UInt64(clamping: $0) }), bytes >= limit else { return nil }
        return "\(option): \(bytes >> 20) MB \(what), \(limit >> 20) MB are allowed"
    }
}
