import Kernel
import Protocol

/// What is known of a site's master, kept in the run directory, so that an emperor that was killed knows it again.
struct MasterRecord: Codable, Equatable {
    var site: String
    /// The boot that the process stamps belong to.
    var boot: String
    /// The file as it was when it was last ordered to run.
    var file: FileStamp?
    var master: ProcessStamp?
    /// The last generation's number.
    var generation: Int
    var workers: [ProcessStamp]
    var owns: [OwnedPath]
    /// What runs beside the workers.
    var helpers: [HelperStatus]?
}

/// The records of one run directory, a file each.
struct MasterRecords {
    let directory: String
    let boot: String

    init(directory: String) {
        self.directory = directory
        let text = (try? readFile("/proc/sys/kernel/random/boot_id", limit: 64)) ?? []
        boot = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Every record of this boot. A file that cannot be understood is said and left alone.
    func load() -> [MasterRecord] {
        let names = (try? listDirectory(directory)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { read("\(directory)/\($0)") }
    }

    private func read(_ path: String) -> MasterRecord? {
        do {
            var record = try decodeMessage(MasterRecord.self, try readFile(path))
            if record.boot != boot { (record.master, record.workers, record.helpers) = (nil, [], nil) }
            return record
        } catch {
            log("\(path) cannot be used, what it knew is lost: \(error)")
            return nil
        }
    }

    func save(_ record: MasterRecord) {
        do {
            try replaceFile(path(of: record.site), with: encodeMessage(record) + [UInt8(ascii: "\n")], mode: 0o600)
        } catch {
            log("\(record.site): what is known of its master could not be written down: \(error)")
        }
    }

    func remove(_ site: String) {
        try? unlink(path(of: site))
    }

    private func path(of site: String) -> String { "\(directory)/\(fingerprint(site.utf8)).json" }
}
