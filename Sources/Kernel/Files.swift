import CLinux
import Glibc

/// What a path leads to, and which file exactly (stat(2)).
public struct FileFacts: Hashable, Sendable {
    /// What kind of thing it is.
    public enum Kind: Hashable, Sendable {
        case regular, directory, symbolicLink, socket, other
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// With the inode: the identity of the file.
    public let device: UInt64
    /// With the device: the identity of the file.
    public let inode: UInt64
    /// Size in bytes.
    public let size: Int64
    /// Last change of the content, nanoseconds since 1970.
    public let modified: Int64
    /// Permission bits.
    public let mode: UInt32
    /// Owner.
    public let uid: UInt32
    /// Group.
    public let gid: UInt32

    /// Which file it is, whatever it is called.
    public struct Identity: Hashable, Sendable {
        /// The file system.
        public let device: UInt64
        /// The file in it.
        public let inode: UInt64
    }

    /// Which file it is.
    public var identity: Identity { Identity(device: device, inode: inode) }
    /// Whether it belongs to root, and nobody else may write it.
    public var isRoots: Bool { uid == 0 && mode & 0o022 == 0 }

    /// The facts of a path; nil when there is nothing there.
    public init?(path: String, followLinks: Bool = true) throws(SystemError) {
        var raw = stat()
        do {
            try check("stat", for: path) { followLinks ? stat(path, &raw) : lstat(path, &raw) }
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return nil }
            throw error
        }
        self.init(raw)
    }

    /// The facts of an open file.
    public init(descriptor: Int32) throws(SystemError) {
        var raw = stat()
        try check("fstat", for: "descriptor \(descriptor)") { fstat(descriptor, &raw) }
        self.init(raw)
    }

    private init(_ raw: stat) {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        case S_IFSOCK: kind = .socket
        default: kind = .other
        }
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        size = Int64(raw.st_size)
        modified = Int64(raw.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_mtim.tv_nsec)
        mode = raw.st_mode & 0o7777
        uid = raw.st_uid
        gid = raw.st_gid
    }
}

/// How to open a file.
public enum OpenMode: Sendable {
    /// For reading.
    case read
    /// For writing at its end, created with that mode when absent. A pipe must have a reader (ENXIO), and takes what it has
    /// room for.
    case append(mode: UInt32)
    /// For writing to what is there.
    case overwrite
    /// For writing from the start, created with that mode when absent, emptied. A symbolic link is refused (ELOOP).
    case replace(mode: UInt32)
}

/// Opens a file, close-on-exec.
public func openFile(_ path: String, _ how: OpenMode) throws(SystemError) -> SharedDescriptor {
    let raw: Int32
    switch how {
    case .read: raw = try check("open", for: path) { cl_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0) }
    case .overwrite: raw = try check("open", for: path) { cl_open(path, O_WRONLY | O_NOCTTY, 0) }
    case .append(let mode):
        raw = try check("open", for: path) {
            cl_open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, mode)
        }
    case .replace(let mode):
        raw = try check("open", for: path) { cl_open(path, O_WRONLY | O_TRUNC | O_CREAT | O_NOFOLLOW | O_NOCTTY, mode) }
    }
    return SharedDescriptor(owning: raw)
}

/// Reads a whole file; one that is longer than `limit` bytes is an error (EFBIG).
public func readFile(_ path: String, limit: Int = 16 << 20) throws(SystemError) -> [UInt8] {
    let file = try openFile(path, .read)
    return try readToEnd(file.raw, limit: limit, purpose: path)
}

/// Reads an open file from the start to its end, wherever its offset stands.
public func readToEnd(_ raw: Int32, limit: Int = 16 << 20, purpose: String) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
        let offset = off_t(bytes.count)
        let count = try check("read", for: purpose) { pread(raw, &piece, piece.count, offset) }
        if count == 0 { return bytes }
        bytes += piece.prefix(count)
        if bytes.count > limit { throw SystemError(call: "read", code: EFBIG, purpose: purpose) }
    }
}

/// Writes a file so that readers see the old or the new one, never a part: a temporary name, then rename(2).
public func replaceFile(_ path: String, with bytes: [UInt8], mode: UInt32) throws(SystemError) {
    let temporary = path + ".new"
    let file = try openFile(temporary, .replace(mode: mode))
    try writeAll(file.raw, bytes, purpose: temporary)
    try rename(temporary, to: path)
}

/// Writes all of it, waiting where it must.
public func writeAll(_ raw: Int32, _ bytes: [UInt8], purpose: String) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = try check("write", for: purpose) {
            rest.withUnsafeBytes { Glibc.write(raw, $0.baseAddress, $0.count) }
        }
        rest = rest.dropFirst(count)
    }
}

/// Gives a file another name, replacing what has it (rename(2)).
public func rename(_ path: String, to other: String) throws(SystemError) {
    try check("rename", for: "\(path) to \(other)") { Glibc.rename(path, other) }
}

/// Removes a file's name; one that is gone already is fine.
public func unlink(_ path: String) throws(SystemError) {
    do {
        try check("unlink", for: path) { Glibc.unlink(path) }
    } catch {
        if error.code != ENOENT { throw error }
    }
}

/// Makes a directory and its parents; one that is there is fine.
public func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
    do {
        try check("mkdir", for: path) { mkdir(path, mode) }
    } catch {
        if error.code == EEXIST { return }
        guard error.code == ENOENT, let parent = parentDirectory(of: path) else { throw error }
        try makeDirectory(parent, mode: 0o755)
        try check("mkdir", for: path) { mkdir(path, mode) }
    }
}

/// Makes a directory and the parents that it lacks; returns those that were made, outermost first. A link in the place of
/// one is followed.
public func makeMissingDirectories(_ path: String, mode: UInt32) throws(SystemError) -> [String] {
    if try FileFacts(path: path) != nil { return [] }
    let above = try parentDirectory(of: path).map { parent throws(SystemError) in
        try makeMissingDirectories(parent, mode: mode)
    }
    try check("mkdir", for: path) { mkdir(path, mode) }
    return (above ?? []) + [path]
}

/// The path without its last component; nil when there is none.
public func parentDirectory(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
    return String(path[..<slash])
}

/// Removes an empty directory.
public func removeDirectory(_ path: String) throws(SystemError) {
    try check("rmdir", for: path) { rmdir(path) }
}

/// The names in a directory, without "." and "..", in no order. A directory that could not be read to its end is an error.
public func listDirectory(_ path: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else { throw SystemError(call: "opendir", code: errno, purpose: path) }
    defer { closedir(directory) }
    var names: [String] = []
    while true {
        errno = 0
        guard let entry = readdir(directory) else {
            let code = errno
            if code != 0 { throw SystemError(call: "readdir", code: code, purpose: path) }
            return names
        }
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
    }
}

/// Sets a file's permission bits, not those that a link in its place leads to.
public func changeMode(_ path: String, _ mode: UInt32) throws(SystemError) {
    try check("chmod", for: path) { fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) }
}

/// Sets a file's owner and group, not those that a link in its place leads to; nil leaves one as it is.
public func changeOwner(_ path: String, uid: UInt32?, gid: UInt32?) throws(SystemError) {
    try check("chown", for: path) { lchown(path, uid ?? .max, gid ?? .max) }
}

/// The absolute path with every link resolved (realpath(3)).
public func resolvePath(_ path: String) throws(SystemError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemError(call: "realpath", code: errno, purpose: path) }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// The current directory.
public func currentDirectory() throws(SystemError) -> String {
    guard let path = getcwd(nil, 0) else { throw SystemError(call: "getcwd", code: errno) }
    defer { free(path) }
    return String(cString: path)
}

/// Whether we may execute a program, or look for names in a directory. Who we are for files counts (faccessat(2)
/// AT_EACCESS), so that it can be asked for somebody else within `Identity.onFiles`.
public func mayExecute(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0
}

/// Whether we may read a file, or list a directory, as `mayExecute`.
public func mayRead(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0
}

/// Whether we may write to a file, or make and remove names in a directory, as `mayExecute`.
public func mayWrite(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
}

/// Takes an exclusive lock on an open file without waiting; false when another process holds it (flock(2)).
public func lockFile(_ raw: Int32) throws(SystemError) -> Bool {
    if case .done = try attempt("flock", { flock(raw, LOCK_EX | LOCK_NB) }) { return true }
    return false
}

/// Where a symbolic link points to.
public func readLink(_ path: String) throws(SystemError) -> String {
    var target = [CChar](repeating: 0, count: 4096)
    let count = try check("readlink", for: path) { readlink(path, &target, target.count) }
    return String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
