import Kernel

/// The watched directory: turns hints and time into scans, and scans into changes. The directory is the only truth;
/// inotify only says when to look.
final class VassalsDirectory {
    let path: String
    /// Called with the changes of a scan that found some.
    var onChanges: ([SiteChange]) -> Void = { _ in }
    /// Called after each complete scan.
    var onScan: () -> Void = {}

    private let loop: EventLoop
    private let frequency: Duration
    private var watcher: DirectoryWatcher?
    private var hints = Hints(at: .now)
    private var timer: Timers.Token?
    private var directoryWatch: Int32?
    private var linkWatches: [Int32: String] = [:]
    private var known: [String: KnownFile] = [:]
    private var listing: Listing?
    private var lastFailure: String?
    private var watch: EventLoop.Watch?
    private var lock: SharedDescriptor?
    private var lockedInode: UInt64?
    private var isOver = false

    /// How often a directory is looked for that is not there, or that the kernel cannot watch for us.
    static let impatience = Duration.seconds(1)

    /// A directory that nothing is known of.
    init(path: String, frequency: Duration, loop: EventLoop) {
        self.path = path
        self.frequency = frequency
        self.loop = loop
    }

    /// What was known of its files when somebody last looked.
    func remember(_ stamps: [String: FileStamp]) {
        known = stamps.mapValues { KnownFile(stamp: $0) }
    }

    /// Every name that is there.
    var names: [String] { listing?.entries.keys.sorted() ?? [] }

    /// The path of a site's file.
    func filePath(of name: String) -> String { "\(path)/\(listing?.fileNames[name] ?? name + ".ini")" }

    /// The last content of a site's file that could be read, and its version; nil when there never was one.
    func content(of name: String) -> (stamp: FileStamp, bytes: [UInt8])? {
        guard let stamp = known[name]?.stamp, let bytes = contents[name] else { return nil }
        return (stamp, bytes)
    }

    private var contents: [String: [UInt8]] = [:]

    /// Makes sure that no other emperor runs the files of the directory as it is now. One that is missing is no error.
    func claim() throws {
        let inode = try FileFacts(path: path)?.inode
        if lock != nil, inode == lockedInode { return }
        lock = nil
        lock = try lockVassals(path)
        lockedInode = inode
    }

    /// Looks no more.
    func end() {
        if let timer { loop.cancel(timer) }
        if let watch { loop.cancel(watch) }
        isOver = true
    }

    /// Begins to watch, and scans for the first time.
    func begin() {
        do {
            let watcher = try DirectoryWatcher()
            watch = try loop.watch(watcher) { [unowned self] _ in readHints() }
            self.watcher = watcher
        } catch {
            log("\(error): \(path) is looked at every \(Self.impatience) instead")
        }
        scan()
    }

    /// Looks now, and again when that is due.
    func scan() {
        guard !isOver else { return }
        let unsettled = hints.beginScan(at: .now, interval: interval)
        watchDirectory()
        do {
            try claim()
            take(try Listing(directory: path), unsettled: unsettled)
            note(failure: nil)
        } catch {
            note(failure: "\(error): nothing changes until \(path) can be read")
            _ = hints.beginScan(at: .now, interval: Self.impatience)
        }
        scheduleNext()
    }

    private var interval: Duration { watcher == nil ? min(Self.impatience, frequency) : frequency }

    private func take(_ fresh: Listing, unsettled: Set<String>) {
        let waiting = Set(fresh.fileNames.filter { unsettled.contains($0.value) }.keys)
        let found = changes(from: known, to: fresh.entries, unsettled: waiting)
        remember(fresh, except: waiting)
        watchLinks(fresh.links)
        if !found.isEmpty { onChanges(found) }
        onScan()
    }

    private func remember(_ fresh: Listing, except waiting: Set<String>) {
        let earlier = known.filter { waiting.contains($0.key) }
        known = Dictionary(
            uniqueKeysWithValues: fresh.entries.filter { !waiting.contains($0.key) }.map {
                ($0.key, KnownFile($0.value, before: known[$0.key]))
            }
        ).merging(earlier) { _, old in old }
        contents = contents.filter { known[$0.key] != nil }
        contents.merge(fresh.contents.filter { !waiting.contains($0.key) }) { _, new in new }
        listing = fresh
    }

    private func note(failure: String?) {
        if let failure, failure != lastFailure { log(failure) }
        lastFailure = failure
    }

    private func scheduleNext() {
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(at: hints.next) { [unowned self] in scan() }
    }

    private func watchDirectory() {
        directoryWatch = watcher.flatMap { try? $0.watch(path) }
    }

    /// Watches what links lead to. A target that is replaced gets a new watch at the next scan; the old one ends with it.
    private func watchLinks(_ names: Set<String>) {
        guard let watcher else { return }
        var current: [Int32: String] = [:]
        for name in names {
            if let number = try? watcher.watch(filePath(of: name)) { current[number] = name }
        }
        for number in linkWatches.keys where current[number] == nil { watcher.unwatch(number) }
        linkWatches = current
    }

    private func readHints() {
        let waiting: [DirectoryWatcher.Hint]
        do {
            waiting = try watcher?.read() ?? []
        } catch {
            log("\(error): hints of \(path) were lost")
            waiting = []
        }
        for hint in waiting { hints.take(hint.kind, of: fileName(of: hint), at: .now) }
        scheduleNext()
    }

    private func fileName(of hint: DirectoryWatcher.Hint) -> String? {
        if let linked = linkWatches[hint.watch] { return listing?.fileNames[linked] }
        return hint.name.isEmpty ? nil : hint.name
    }
}
