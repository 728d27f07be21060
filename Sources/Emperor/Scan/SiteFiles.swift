import Kernel

/// The sites' files, wherever they are: turns hints and time into scans, and scans into changes. What the sources have is
/// the only truth; inotify only says when to look.
final class SiteFiles {
    /// Called with the changes of a scan that found some.
    var onChanges: ([SiteChange]) -> Void = { _ in }
    /// Called after each scan; complete: every source was read to its end.
    var onScan: (_ isComplete: Bool) -> Void = { _ in }

    private let loop: EventLoop
    private var sources: [any SiteSource]
    private var frequency: Duration
    private var watch: SourceWatch?
    private var hints = Hints(at: .now)
    private var timer: Timers.Token?
    private var known: [String: KnownFile] = [:]
    private var contents: [String: [UInt8]] = [:]
    private var places: [String: Listing.Place] = [:]
    private var directories: [String] = []
    private var failures: [String: String] = [:]
    private var guardian = VanishGuard()
    private var locks = SourceLocks()
    private var isOver = false

    /// How often a source is looked for that cannot be read, or that the kernel cannot watch for us.
    static let impatience = Duration.seconds(1)

    /// Sources that nothing is known of.
    init(_ sources: [any SiteSource], frequency: Duration, loop: EventLoop) {
        self.sources = sources
        self.frequency = frequency
        self.loop = loop
    }

    /// What was known of its files when somebody last looked.
    func remember(_ stamps: [String: FileStamp]) {
        known = stamps.mapValues { KnownFile(stamp: $0) }
    }

    /// Every name that is there.
    var names: [String] { known.keys.sorted() }

    /// The path of a site's file; of one that was never seen, where it would be.
    func filePath(of name: String) -> String {
        places[name]?.path ?? "\(sources.first?.name ?? "")/\(name).ini"
    }

    /// The last content of a site's file that could be read, and its version; nil when there never was one.
    func content(of name: String) -> (stamp: FileStamp, bytes: [UInt8])? {
        guard let stamp = known[name]?.stamp, let bytes = contents[name] else { return nil }
        return (stamp, bytes)
    }

    /// Makes sure that no other emperor runs these files. A directory that is missing is no error.
    func claim() throws {
        try locks.claim(sources.compactMap { try $0.home() })
    }

    /// Other sources from now on, or the same ones looked at more or less often.
    func change(to sources: [any SiteSource], frequency: Duration) {
        (self.sources, self.frequency) = (sources, frequency)
        scan()
    }

    /// Looks no more.
    func end() {
        if let timer { loop.cancel(timer) }
        watch?.end()
        isOver = true
    }

    /// Begins to watch, and scans for the first time.
    func begin() {
        do throws(SystemError) {
            watch = try SourceWatch(loop) { [unowned self] in take($0) }
        } catch {
            log("\(error): sites' files are looked at every \(Self.impatience) instead")
        }
        scan()
    }

    /// Looks now, and again when that is due.
    func scan() {
        guard !isOver else { return }
        let unsettled = hints.beginScan(at: .now, interval: watch == nil ? min(Self.impatience, frequency) : frequency)
        do {
            try claim()
            look(unsettled)
        } catch {
            note(["": "\(error): nothing changes until that is over"])
        }
        if !failures.isEmpty { _ = hints.beginScan(at: .now, interval: Self.impatience) }
        scheduleNext()
    }

    /// What comes while the directories are listed is heard if they are watched before.
    private func look(_ unsettled: Set<String>) {
        watch?.watch(directories: directories)
        var fresh = Listing(of: sources)
        if Set(fresh.directories) != Set(directories) {
            watch?.watch(directories: fresh.directories)
            fresh = Listing(of: sources)
        }
        note(fresh.failures.mapValues { "\($0): nothing changes for the sites there until it can be read" })
        take(fresh, leaving: waiting(fresh, unsettled).union(unknown(fresh)))
        onScan(fresh.failures.isEmpty)
    }

    private func waiting(_ fresh: Listing, _ unsettled: Set<String>) -> Set<String> {
        Set(fresh.sites.values.filter { unsettled.contains($0.path) }.map(\.name))
    }

    /// Sites that are known from sources that could not be read, and those from who knows where that are in no other.
    private func unknown(_ fresh: Listing) -> Set<String> {
        guard !fresh.failures.isEmpty else { return [] }
        return Set(
            known.keys.filter { name in
                places[name].map { fresh.failures[$0.source] != nil } ?? (fresh.sites[name] == nil)
            })
    }

    private func take(_ fresh: Listing, leaving: Set<String>) {
        var left = leaving
        var found = changes(from: known, to: fresh.entries, unsettled: left)
        let gone = found.vanished
        if keeps(gone) {
            left.formUnion(gone)
            found = changes(from: known, to: fresh.entries, unsettled: left)
        }
        remember(fresh, except: left)
        watch?.watch(links: fresh.sites.values.filter(\.isLink).map(\.path))
        if !found.isEmpty { onChanges(found) }
    }

    private func keeps(_ gone: [String]) -> Bool {
        let before = guardian.until
        let keeps = guardian.keeps(gone.count, of: known.count, at: .now)
        if keeps && before == nil {
            log(
                "\(gone.count) of \(known.count) sites vanished at once: they are kept for \(VanishGuard.patience), "
                    + "should that be a mistake")
        } else if !keeps && before != nil {
            log(
                gone.isEmpty
                    ? "the sites that had vanished are back" : "\(gone.count) sites are still gone, and stop now")
        }
        return keeps
    }

    private func remember(_ fresh: Listing, except left: Set<String>) {
        let earlier = known.filter { left.contains($0.key) }
        let current = fresh.sites.filter { !left.contains($0.key) }
        known = current.mapValues { KnownFile($0.entry, before: known[$0.name]) }.merging(earlier) { _, old in old }
        contents = contents.filter { known[$0.key] != nil }
        contents.merge(current.compactMapValues(\.readBytes)) { _, new in new }
        places = places.filter { left.contains($0.key) }.merging(fresh.places) { old, _ in old }
        directories = fresh.directories
    }

    /// Says each failure once.
    private func note(_ current: [String: String]) {
        for (source, text) in current.sorted(by: { $0.key < $1.key }) where failures[source] != text { log(text) }
        failures = current
    }

    private func scheduleNext() {
        if let timer { loop.cancel(timer) }
        let due = guardian.until.map { min($0, hints.next) } ?? hints.next
        timer = loop.schedule(at: due) { [unowned self] in scan() }
    }

    private func take(_ heard: [(kind: DirectoryWatcher.Hint.Kind, path: String?)]) {
        for hint in heard { hints.take(hint.kind, of: hint.path, at: .now) }
        scheduleNext()
    }
}

extension FoundSite {
    /// The content of what can be read.
    fileprivate var readBytes: [UInt8]? {
        if case .file = entry { return bytes }
        return nil
    }
}

extension [SiteChange] {
    /// The names that are gone.
    fileprivate var vanished: [String] {
        compactMap { change in
            if case .vanished(let name) = change { return name }
            return nil
        }
    }
}
