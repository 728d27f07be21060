import Kernel

/// Takes the run directory's lock.
func lockRunDirectory(_ path: String) throws -> SharedDescriptor {
    let file = try openFile(path, .append(mode: 0o644))
    guard try lockPatiently(file.raw) else {
        throw Refusal("another emperor runs with this run directory: \(holder(of: file.raw)) holds \(path)")
    }
    // One that was just ending has removed the name of the file that we opened: that lock keeps nobody out.
    guard try FileFacts(path: path)?.inode == FileFacts(descriptor: file.raw).inode else {
        throw Refusal("\(path) was removed while it was being locked: another emperor was just ending, try again")
    }
    return file
}

/// An emperor that was killed a moment ago may still hold its locks while the kernel takes it apart.
private func lockPatiently(_ raw: Int32) throws(SystemError) -> Bool {
    let end = Instant.now + .seconds(1)
    let pause = try Poller()
    while try !lockFile(raw) {
        if Instant.now > end { return false }
        _ = try pause.wait(timeout: .milliseconds(10))
    }
    return true
}

/// Takes the lock of a vassals directory; nil while there is no such directory. Two emperors with run directories of
/// their own must not run the same files either.
func lockVassals(_ path: String) throws -> SharedDescriptor? {
    guard try FileFacts(path: path) != nil else { return nil }
    let directory = try openFile(path, .read)
    guard try lockPatiently(directory.raw) else {
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
