import Kernel
import Protocol

/// What administrators want, kept in the state directory across restarts. Lost state costs history only: a site that is
/// not named here is to run.
struct Wants {
    private let path: String
    private var document: Document

    private struct Document: Codable, Equatable {
        /// For people: the vassals directory this is about.
        var directory: String
        var stopped: Set<String>
    }

    /// Reads what is there for a vassals directory; what cannot be read is said and taken for nothing.
    init(stateDirectory: String, vassals directory: String) {
        path = "\(stateDirectory)/\(fingerprint(directory.utf8)).json"
        document = Document(directory: directory, stopped: [])
        do {
            try makeDirectory(stateDirectory, mode: 0o755)
            guard try FileFacts(path: path) != nil else { return }
            document = try decodeMessage(Document.self, try readFile(path))
        } catch {
            log("which sites are to stay stopped cannot be read from \(path), all are started: \(error)")
        }
    }

    subscript(site: String) -> Want {
        document.stopped.contains(site) ? .stopped : .up
    }

    /// Remembers.
    mutating func set(_ site: String, _ want: Want) {
        var changed = document
        switch want {
        case .up: changed.stopped.remove(site)
        case .stopped: changed.stopped.insert(site)
        }
        save(changed)
    }

    /// Forgets every site but these.
    mutating func keep(_ sites: [String]) {
        var changed = document
        changed.stopped.formIntersection(sites)
        save(changed)
    }

    private mutating func save(_ changed: Document) {
        guard changed != document else { return }
        document = changed
        do {
            try replaceFile(path, with: encodeMessage(document) + [UInt8(ascii: "\n")], mode: 0o644)
        } catch {
            log("which sites are to stay stopped could not be written to \(path): \(error)")
        }
    }
}
