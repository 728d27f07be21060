import Kernel

/// Takes the run directory's lock, and leaves our pid in it for others to read.
func lockRunDirectory(_ path: String) throws -> SharedDescriptor {
    let file = try openFile(path, .append(mode: 0o644))
    guard try lockFile(file.raw) else {
        throw Refusal("another emperor runs with this run directory: \(holder(of: file.raw)) holds \(path)")
    }
    return file
}

/// Takes the lock of a vassals directory; nil while there is no such directory. Two emperors with run directories of
/// their own must not run the same files either.
func lockVassals(_ path: String) throws -> SharedDescriptor? {
    guard try FileFacts(path: path) != nil else { return nil }
    let directory = try openFile(path, .read)
    guard try lockFile(directory.raw) else {
        throw Refusal("another emperor runs the sites of \(path): \(holder(of: directory.raw))")
    }
    return directory
}

/// Who holds the lock of an open file, as /proc/locks says (proc(5)).
private func holder(of raw: Int32) -> String {
    let lines = String(decoding: (try? readFile("/proc/locks")) ?? [], as: UTF8.self).split(separator: "\n")
    guard let inode = try? FileFacts(descriptor: raw).inode else { return "another process" }
    for line in lines {
        let fields = line.split(separator: " ")
        guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(":\(inode)") else { continue }
        return "pid \(fields[4])"
    }
    return "another process"
}
