/// A file with a process' pid in it.
public enum Pidfile {
    /// Writes it, by default ours, replacing what was there.
    public static func write(_ path: String, pid: Int32 = currentProcess()) throws(SystemError) -> OwnFile {
        let file = try openFile(path, .replace(mode: 0o644))
        try writeAll(file.raw, Array("\(pid)\n".utf8), purpose: path)
        return OwnFile(path: path, inode: try FileFacts(descriptor: file.raw).inode)
    }

    /// The pid in a pidfile.
    public static func read(_ path: String) throws(SystemError) -> Int32? {
        let text = String(decoding: try readFile(path, limit: 64), as: UTF8.self)
        return Int32(text.prefix { $0.isASCII && $0.isNumber })
    }
}
