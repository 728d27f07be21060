import Kernel

/// A file with the master's pid in it.
enum Pidfile {
    /// Writes it, replacing what was there; with an owner it is made theirs.
    static func write(_ path: String, owner: Identity?) throws(SystemError) -> OwnFile {
        let file = try openFile(path, .replace(mode: 0o644))
        if let owner { try changeOwner(file.raw, uid: owner.uid, gid: owner.gid) }
        try writeAll(file.raw, Array("\(currentProcess())\n".utf8), purpose: path)
        return OwnFile(path: path, inode: try FileFacts(descriptor: file.raw).inode)
    }

    /// The pid in a pidfile.
    static func read(_ path: String) throws(SystemError) -> Int32? {
        let text = String(decoding: try readFile(path, limit: 64), as: UTF8.self)
        return Int32(text.prefix { $0.isASCII && $0.isNumber })
    }
}
