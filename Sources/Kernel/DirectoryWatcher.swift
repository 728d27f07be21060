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
            /// The watched path itself went away or got another name; nothing more is heard of who has the name next.
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

    /// What is to be heard of a watched path.
    public struct Interest: OptionSet, Sendable {
        /// Flags of inotify(7).
        public let rawValue: UInt32

        /// A set of those flags.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// It went away, or got another name.
        public static let presence = Interest(rawValue: UInt32(IN_DELETE_SELF | IN_MOVE_SELF))
        /// Its times, mode, owner or number of names changed; of a directory, those of what is in it too.
        public static let attributes = Interest(rawValue: UInt32(IN_ATTRIB))
        /// It was written to; of a directory, what is in it.
        public static let content = Interest(rawValue: UInt32(IN_CLOSE_WRITE | IN_MODIFY))
        /// Names came to the directory or went.
        public static let names = Interest(rawValue: UInt32(IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE))
        /// Everything there is to hear.
        public static let all: Interest = [.presence, .attributes, .content, .names]
    }

    /// Begins to watch a directory's names, or a file's content. The same path gets the same number; what was to be heard
    /// of it before still is.
    public func watch(
        _ path: String, for interest: Interest = .all, followLinks: Bool = true
    ) throws(SystemError) -> Int32 {
        let flags = UInt32(IN_MASK_ADD) | (followLinks ? 0 : UInt32(IN_DONT_FOLLOW))
        return try check("inotify_add_watch", for: path) {
            inotify_add_watch(descriptor.raw, path, interest.rawValue | flags)
        }
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
