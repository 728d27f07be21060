import Kernel
import Protocol

/// All that the emperor holds for one site: the machine that decides, and what it decides about.
final class Holding {
    var site: Site
    /// The connection to its master.
    var link: MasterLink?
    /// Its master: known because we started it, or because a record says so; never because somebody says so.
    var master: ProcessStamp?
    /// Whether the master is our child, so that we are told how it ended.
    var isChild = false
    /// Whether its master has had no order to run yet: what an earlier master left goes with the first.
    var isFresh = false
    /// Told when a master that is not our child ends.
    var handle: ProcessHandle?
    var handleWatch: EventLoop.Watch?
    /// What its master left with us.
    var keepsakes: [(what: Keepsake, descriptor: SharedDescriptor)] = []
    /// What goes when it stops.
    var owns: [OwnedPath] = []
    /// The last generation that is known of.
    var generation = 0
    /// Its master's last request to watch files; nil: nothing is watched for it.
    var watchRequest: Int?
    /// Workers of the last master, as far as known.
    var workers: [ProcessStamp] = []
    /// What runs beside the workers, as far as known: the next master goes on with it.
    var helpers: [HelperStatus] = []
    /// What the master was given of an earlier one's.
    var formerHelpers: [HelperStatus] = []
    /// Those of them that must end before the next master starts.
    var lost = Orphans()
    /// The file as it was when it was last ordered to run.
    var ordered: FileStamp?
    var timer: Timers.Token?
    /// What was last shown, and since when (seconds since 1970).
    var shown: Shown
    var since: Double
    /// What the record file says.
    var written: MasterRecord?

    init(_ site: Site, record: MasterRecord?, now: Double) {
        self.site = site
        shown = site.shown
        since = now
        written = record
        guard let record else { return }
        master = record.master
        owns = record.owns
        generation = record.generation
        workers = record.workers
        helpers = record.helpers ?? []
        ordered = record.file
    }

    /// Takes note of how its master says it is. Workers that it does not name are kept in mind while they live.
    func take(_ status: SiteStatus) {
        sawGeneration(status.generation)
        if status.generation == 0, !isChild { isFresh = true }
        let named = status.workers.filter { $0.startTime != 0 }
            .map { ProcessStamp(pid: $0.pid, startTime: $0.startTime) }
        workers = named + workers.filter { !named.contains($0) && $0.living != nil }
        helpers = status.helpers ?? helpers
    }

    /// Generations only ever grow, and no number of a master's makes ours overflow.
    func sawGeneration(_ number: Int) {
        generation = max(generation, min(number, Int(Int32.max)))
    }

    /// Its master has ended.
    func bury(_ loop: EventLoop) {
        if let handleWatch { loop.cancel(handleWatch) }
        (link, master, handle, handleWatch, isChild) = (nil, nil, nil, nil, false)
    }

    /// Workers that outlived their master.
    var orphans: [ProcessStamp] { workers.filter { $0.living != nil } }

    /// Those of an earlier master.
    var predecessors: [ProcessStamp] {
        let own = Set(site.status?.workers.filter { $0.id != 0 }.map(\.pid) ?? [])
        return orphans.filter { !own.contains($0.pid) }
    }

    /// Whether workers have sockets that nobody has who could give them to a master; they are told to end.
    func waitsForOrphans(at now: Instant) -> Bool {
        keepsakes.isEmpty && lost.end(orphans, at: now)
    }

    /// What is to be written down.
    func record(boot: String) -> MasterRecord {
        MasterRecord(
            site: site.name, boot: boot, file: ordered, master: master, generation: generation, workers: workers,
            owns: owns, helpers: helpers.isEmpty ? nil : helpers)
    }
}
