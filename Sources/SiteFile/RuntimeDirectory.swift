import Kernel

/// Directories below /run, which is empty after each boot: what a site's sockets, pidfiles and logs need there is made at
/// its start.
public enum RuntimeDirectory {
    /// Whether a directory is one of those.
    public static func covers(_ path: String) -> Bool {
        ["/run/", "/var/run/"].contains(where: path.hasPrefix) && !path.split(separator: "/").contains("..")
    }

    /// The innermost directory that is there, of which something is to be made.
    public static func foundation(of path: String) -> String {
        var place = path
        while (try? FileFacts(path: place)) == nil, let parent = parentDirectory(of: place) { place = parent }
        return place
    }

    /// Makes one and gives it to whom the site runs as; returns what was made. Where somebody else than root may change
    /// what is on the way, root makes it with the site's rights alone.
    public static func make(_ path: String, for owner: Identity?) throws(SystemError) -> [String] {
        guard let owner, Identity.current.uid == 0 else { return try makeMissingDirectories(path, mode: mode) }
        guard try isRootsAlone(foundation(of: path)) else {
            return try owner.onFiles { () throws(SystemError) in try makeMissingDirectories(path, mode: mode) }
        }
        let made = try makeMissingDirectories(path, mode: mode)
        // The innermost first: what is above is root's alone until then.
        for directory in made.reversed() { try changeOwner(directory, uid: owner.uid, gid: owner.gid) }
        return made
    }

    /// Whether nobody but root may put something else in the place of any directory on the way. /var/run is /run.
    private static func isRootsAlone(_ path: String) throws(SystemError) -> Bool {
        var place: String? = path.hasPrefix("/var/run/") ? String(path.dropFirst("/var".count)) : path
        while let directory = place {
            guard let facts = try FileFacts(path: directory, followLinks: false), facts.kind == .directory,
                facts.uid == 0, facts.mode & 0o022 == 0
            else { return false }
            place = parentDirectory(of: directory)
        }
        return true
    }

    private static let mode: UInt32 = 0o755
}
