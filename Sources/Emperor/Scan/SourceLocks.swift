import Kernel

/// The locks of the directories that sites come from: two emperors with run directories of their own must not run the
/// same files either.
struct SourceLocks {
    private var held: [FileFacts.Identity: SharedDescriptor] = [:]

    /// Makes sure that no other emperor runs the files of these directories as they are now, and gives up those of others.
    mutating func claim(_ directories: [String]) throws {
        var wanted: [FileFacts.Identity: SharedDescriptor] = [:]
        for path in directories {
            guard let identity = try FileFacts(path: path)?.identity, wanted[identity] == nil else { continue }
            wanted[identity] = try held[identity] ?? lockVassals(path)
        }
        held = wanted
    }
}
