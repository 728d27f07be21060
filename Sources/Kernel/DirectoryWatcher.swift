import CLinux
import Glibc

/// inotify(7): hints that something changed under watched paths. Hints can be lost (`overflowed`): a scan is the truth.
public final class DirectoryWatcher: DescriptorOwner {
    private let descriptor: FileDescriptor

    /// One hint.
    public struct Hint: Hashable, Sendable {
        /// What happened to a name.
        public enum Kind: Hashable, Sendable {
            /// Closed after writing, or moved to this name.
            case written
            /// Opened by nobody in particular and changed: written to, or its times, mode or owner set.
            case touched
            /// Deleted, or moved away.
            case removed
            /// The watched path itself went away; the watch is gone with it.
            case watchEnded
            /// Hints were lost.
            case overflowed
        }

        /// The number that `watch` gave.
        public let watch: Int32
        /// The name within the watched directory; empty when a file is watched.
        public let name: String
        /// What happened.
        public let kind: Kind
    }

    /// A watcher of nothing yet. Fails with EMFILE when the user has too many (fs.inotify.max_user_instances).
    public init() throws(SystemError) {
        descriptor = FileDescriptor(
            owning: try check("inotify_init1") { inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) })
    }

    /// The descriptor to wait on.
    public var raw: Int32 { descriptor.raw }

    /// Begins to watch a directory's names, or a file's content. The same path gets the same number.
    public func watch(_ path: String) throws(SystemError) -> Int32 {
        let mask =
            IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE
            | IN_DELETE_SELF | IN_MOVE_SELF
        return try check("inotify_add_watch", for: path) { inotify_add_watch(descriptor.raw, path, UInt32(mask)) }
    }

    /// Stops watching.
    public func unwatch(_ number: Int32) {
        inotify_rm_watch(descriptor.raw, number)
    }

    /// The hints that wait.
    public func read() throws(SystemError) -> [Hint] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var hints: [Hint] = []
        while case .done(let count) = try attempt("read", for: "inotify", { Glibc.read(raw, &buffer, buffer.count) }) {
            hints += buffer.withUnsafeBytes { parse(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        return hints
    }

    private func parse(_ bytes: UnsafeRawBufferPointer) -> [Hint] {
        var hints: [Hint] = []
        var offset = 0
        let headSize = MemoryLayout<inotify_event>.size
        while offset + headSize <= bytes.count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let name = bytes[(offset + headSize)..<(offset + headSize + Int(event.len))].prefix { $0 != 0 }
            offset += headSize + Int(event.len)
            if let kind = kind(of: event.mask) {
                hints.append(Hint(watch: event.wd, name: String(decoding: name, as: UTF8.self), kind: kind))
            }
        }
        return hints
    }

    private func kind(of mask: UInt32) -> Hint.Kind? {
        func has(_ flag: Int32) -> Bool { mask & UInt32(bitPattern: flag) != 0 }
        if has(Int32(IN_Q_OVERFLOW)) { return .overflowed }
        if has(Int32(IN_IGNORED)) { return nil }
        if has(Int32(IN_DELETE_SELF)) || has(Int32(IN_MOVE_SELF)) { return .watchEnded }
        if has(Int32(IN_DELETE)) || has(Int32(IN_MOVED_FROM)) { return .removed }
        if has(Int32(IN_CLOSE_WRITE)) || has(Int32(IN_MOVED_TO)) { return .written }
        return .touched
    }
}
