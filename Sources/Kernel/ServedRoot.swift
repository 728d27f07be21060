import CLinux
import Glibc

/// A directory, or a single file, that anybody may see, and nothing outside of it whatever a path says: `..`, links and
/// renames while a path is followed included.
///
/// The kernel sees to that while it follows the path (openat2(2) RESOLVE_BENEATH). It refuses absolute links too, and old
/// kernels and some containers do not have the call: then a place is opened first, which reads nothing, and looked at where
/// that is; what does not lie where it may is let go.
public struct ServedRoot {
    private let place: SharedDescriptor
    /// Directories outside of it that links may lead to.
    private let safe: [[UInt8]]

    /// A root by its path, through whatever links; an error when there is none.
    public init(_ path: String, safe: [[UInt8]] = []) throws(SystemError) {
        place = SharedDescriptor(owning: try check("open", for: path) { cl_open_place(AT_FDCWD, path) })
        self.safe = safe
    }

    /// Opens what a path leads to from here, for reading; nil when there is nothing that may be seen.
    public func open(_ path: [UInt8]) -> SharedDescriptor? {
        if path.contains(0) { return nil }
        let name = path.drop { $0 == UInt8(ascii: "/") }
        if name.isEmpty { return open(again: place, asDirectory: !path.isEmpty) }
        let text = name.map { CChar(bitPattern: $0) } + [0]
        // The two calls end differently where the one fails that keeps below the root by itself.
        do throws(SystemError) {
            return SharedDescriptor(owning: try check("openat2") { cl_open_beneath(place.raw, text) })
        } catch {
            return [EXDEV, ENOSYS, EPERM, EAGAIN, EINVAL].contains(error.code) ? openChecked(text) : nil
        }
    }

    private func openChecked(_ text: [CChar]) -> SharedDescriptor? {
        guard let raw = try? check("openat", { cl_open_place(place.raw, text) }) else { return nil }
        let found = SharedDescriptor(owning: raw)
        guard let path = Kernel.path(of: found.raw), let root = Kernel.path(of: place.raw),
            ([root] + safe).contains(where: { liesBelow($0, path) })
        else { return nil }
        return open(again: found)
    }

    /// Opens what a descriptor is the place of, whatever has its name by now (proc(5), /proc/PID/fd).
    private func open(again place: SharedDescriptor, asDirectory: Bool = false) -> SharedDescriptor? {
        guard let facts = try? FileFacts(descriptor: place.raw),
            facts.kind == .directory || facts.kind == .regular && !asDirectory
        else { return nil }
        return try? openFile("/proc/self/fd/\(place.raw)", .read)
    }
}

/// Whether a path is a directory or below it; both without links and `..`.
public func liesBelow(_ directory: [UInt8], _ path: [UInt8]) -> Bool {
    let slash = UInt8(ascii: "/")
    if !path.starts(with: directory) { return false }
    return path.count == directory.count || directory.last == slash || path[directory.count] == slash
}

/// Where an open file lies, without links, in bytes: names are not always text. Nil where it cannot be told.
public func path(of descriptor: Int32) -> [UInt8]? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
    guard count > 0, count < target.count, target[0] == CChar(UInt8(ascii: "/")) else { return nil }
    return target.prefix(count).map { UInt8(bitPattern: $0) }
}
