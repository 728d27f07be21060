import Glibc

/// All that leads to a path, as inotify watches: each directory and link on the way, and what the path leads to in the
/// end. Where the way breaks off, the directory in which it could go on is watched for names.
struct PathRoute {
    /// A watch on the way, and the name in it that leads on. At the end of the way, and at a link, there is no such name:
    /// everything counts there.
    struct Step: Hashable {
        let watch: Int32
        let name: String?
    }

    private(set) var steps: Set<Step> = []
    /// Whether every change will be heard.
    private(set) var isWatched = false

    private let watcher: DirectoryWatcher
    private var directories: [(path: String, next: String)] = []
    private var rest: [String] = []
    private var end = End.missing
    private var links = 0

    private enum End {
        case file, directory, missing
    }

    /// As many links as the kernel follows (path_resolution(7)).
    private static let mostLinks = 40
    /// A path that changes while it is followed is followed again, but not for ever.
    private static let mostTries = 3

    /// Watches the way to an absolute path as it is now.
    init(to path: String, _ watcher: DirectoryWatcher) {
        self.watcher = watcher
        do throws(SystemError) {
            for _ in 0..<Self.mostTries where !isWatched { isWatched = try follow(path) }
        } catch {
            isWatched = false
        }
    }

    /// Whether that hint is about the path.
    func heeds(_ hint: DirectoryWatcher.Hint) -> Bool {
        hint.name.isEmpty || steps.contains(Step(watch: hint.watch, name: nil))
            || steps.contains(Step(watch: hint.watch, name: hint.name))
    }

    /// Follows the path once; false when it changed meanwhile.
    private mutating func follow(_ path: String) throws(SystemError) -> Bool {
        (steps, rest, end, links) = ([], Self.components(path), .directory, 0)
        directories = [("/", rest.first ?? "")]
        if rest.isEmpty { try watch("/", for: .all, name: nil) }
        while !rest.isEmpty {
            guard try pass(rest.removeFirst()) else { return false }
        }
        return try watchNames()
    }

    /// Goes on by one name; false when something else stood there a moment later.
    private mutating func pass(_ name: String) throws(SystemError) -> Bool {
        if name == "." { return true }
        if name == ".." {
            if directories.count > 1 { directories.removeLast() }
            return true
        }
        let path = Self.path(of: name, in: directories.last?.path)
        directories[directories.count - 1].next = name
        guard let facts = try FileFacts(path: path, followLinks: false) else {
            (end, rest) = (.missing, [])
            return true
        }
        do throws(SystemError) {
            try enter(path, facts.kind)
        } catch {
            if error.code != ENOENT { throw error }
        }
        let after = try FileFacts(path: path, followLinks: false)
        return after?.inode == facts.inode && after?.device == facts.device
    }

    /// Watches what was found, and steps into it.
    private mutating func enter(_ path: String, _ kind: FileFacts.Kind) throws(SystemError) {
        switch kind {
        case .symbolicLink:
            try watch(path, for: [.presence, .attributes], name: nil)
            links += 1
            if links > Self.mostLinks { throw SystemError(call: "readlink", code: ELOOP, purpose: path) }
            let target = try readLink(path)
            if target.hasPrefix("/") { directories = [("/", "")] }
            rest = Self.components(target) + rest
        case .directory:
            try watch(path, for: rest.isEmpty ? .all : .presence, name: rest.first)
            directories.append((path, ""))
        case .regular, .socket, .other:
            try watch(path, for: [.presence, .attributes, .content], name: nil)
            (end, rest) = (.file, [])
        }
    }

    /// Who removes a directory, or makes one that is missing, is heard of in the directory that has its name.
    private mutating func watchNames() throws(SystemError) -> Bool {
        if end == .file { return true }
        for (path, next) in end == .missing ? directories[...] : directories.dropLast() {
            try watch(path, for: .names, name: next)
        }
        guard end == .missing, let last = directories.last else { return true }
        return try FileFacts(path: Self.path(of: last.next, in: last.path), followLinks: false) == nil
    }

    private mutating func watch(
        _ path: String, for interest: DirectoryWatcher.Interest, name: String?
    ) throws(SystemError) {
        steps.insert(Step(watch: try watcher.watch(path, for: interest, followLinks: false), name: name))
    }

    private static func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }

    private static func path(of name: String, in directory: String?) -> String {
        directory == "/" ? "/" + name : "\(directory ?? "")/\(name)"
    }
}
