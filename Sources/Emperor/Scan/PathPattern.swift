import Kernel

/// What `emperor = TEXT` means on the disk (core/emperor.c): a directory of sites, or a pattern of files.
struct PathPattern: Equatable {
    /// As it is written, without `dir://` or `glob://`, absolute.
    let path: String
    /// Never a pattern, whatever it holds.
    private let isDirectory: Bool
    /// Never a directory of sites.
    private let isFiles: Bool

    private static let wild: Set<Character> = ["*", "?", "["]

    /// Reads what an option says; relative paths count from `here`.
    init(_ text: String, in here: String) {
        isDirectory = text.hasPrefix("dir://")
        isFiles = text.hasPrefix("glob://")
        path = absolute(String(text.dropFirst(isDirectory ? "dir://".count : isFiles ? "glob://".count : 0)), in: here)
    }

    /// One file, which the emperor's own may be.
    init(file: String) {
        (path, isDirectory, isFiles) = (file, false, true)
    }

    /// What is found on the disk.
    struct Match: Equatable {
        /// A directory of sites; nil for a pattern of files.
        var directory: String?
        var files: [String] = []
        /// Directories whose names decide what is found.
        var watched: [String] = []
    }

    /// Whether it has a wildcard in some component.
    var isWild: Bool { !isDirectory && path.contains(where: Self.wild.contains) }

    /// The directory above everything that can be found. `isSite` tells a file's name from a directory's.
    func base(_ isSite: (String) -> Bool) -> String {
        guard isWild || namesFile(isSite) else { return path }
        let fixed = components.prefix { !Self.isWild($0) }
        let parents = isWild ? fixed : fixed.dropLast()
        return "/" + parents.joined(separator: "/")
    }

    /// Looks at the disk. Fails when it cannot be read to the end, or has no `base`.
    func expand(_ isSite: (String) -> Bool) throws(SystemError) -> Match {
        guard isWild || namesFile(isSite) else { return Match(directory: path, watched: [path]) }
        let base = base(isSite)
        _ = try listDirectory(base)
        var watched = [base]
        var paths = [base == "/" ? "" : base]
        let rest = components.dropFirst(base.split(separator: "/").count)
        for (index, component) in rest.enumerated() {
            if index > 0 { watched += paths }
            paths =
                try Self.isWild(component)
                ? children(of: paths, fitting: component) : paths.map { "\($0)/\(component)" }
        }
        return try match(paths, watched)
    }

    private var components: [String] { path.split(separator: "/").map(String.init) }

    private func namesFile(_ isSite: (String) -> Bool) -> Bool {
        !isDirectory && (isFiles || isSite(components.last ?? ""))
    }

    private static func isWild(_ component: String) -> Bool { component.contains(where: wild.contains) }

    /// As in uWSGI, a pattern that stands for one directory alone stands for the sites in it.
    private func match(_ paths: [String], _ watched: [String]) throws(SystemError) -> Match {
        var files: [String] = []
        for path in paths where try FileFacts(path: path, followLinks: false) != nil { files.append(path) }
        guard files.count == 1, !isFiles, try FileFacts(path: files[0])?.kind == .directory else {
            return Match(files: files, watched: watched)
        }
        return Match(directory: files[0], watched: watched + files)
    }

    /// What went since it was listed, and what is no directory, has no children.
    private func children(of parents: [String], fitting pattern: String) throws(SystemError) -> [String] {
        var found: [String] = []
        for parent in parents {
            guard try FileFacts(path: parent.isEmpty ? "/" : parent)?.kind == .directory else { continue }
            let names = try listDirectory(parent.isEmpty ? "/" : parent)
            found += names.filter { SiteFacts.fits($0, pattern: pattern) }.sorted().map { "\(parent)/\($0)" }
        }
        return found
    }
}
