import Kernel
import Protocol

/// Removes what a site made, and only that: a path where something else stands by now stays, and so does one that
/// another site says is its own.
func remove(_ paths: [OwnedPath], except others: Set<OwnedPath>) {
    for owned in paths where !others.contains(owned) {
        do {
            guard let facts = try FileFacts(path: owned.path, followLinks: false),
                facts.inode == owned.inode, facts.kind != .directory
            else { continue }
            try unlink(owned.path)
        } catch {
            log("\(owned.path) stays behind: \(error)")
        }
    }
}
