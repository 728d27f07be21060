import Kernel

/// The vassals directory as it was found: every name that means a site.
struct Listing {
    var entries: [String: Entry] = [:]
    /// The bytes behind the entries that are files.
    var contents: [String: [UInt8]] = [:]
    /// Names that are links: what they lead to changes without the directory noticing.
    var links: Set<String> = []
    /// The name in the directory, by the site's name.
    var fileNames: [String: String] = [:]

    /// A vassal's configuration beyond this is somebody's mistake.
    static let longestFile = 1 << 20

    /// A name went while the directory was read: one that came in the same moment may have been missed.
    private var isTorn = false
    private static let mostReadings = 3

    /// Reads a directory to its end. Fails when that is not possible: then nothing is known about any site.
    init(directory: String) throws(SystemError) {
        for _ in 0..<Self.mostReadings {
            (entries, contents, links, fileNames, isTorn) = ([:], [:], [], [:], false)
            for fileName in try listDirectory(directory).sorted() { look(at: fileName, in: directory) }
            if !isTorn { return }
        }
    }

    private mutating func look(at fileName: String, in directory: String) {
        switch SiteName(fileName: fileName) {
        case .none: return
        case .refused(let reason): add(printable(fileName), fileName, .unusable("\(fileName): \(reason)"))
        case .site(let name): look(at: name, fileName, in: directory)
        }
    }

    private mutating func add(_ name: String, _ fileName: String, _ entry: Entry) {
        guard entries[name] == nil else { return }
        entries[name] = entry
        fileNames[name] = fileName
    }

    private mutating func look(at name: String, _ fileName: String, in directory: String) {
        let path = "\(directory)/\(fileName)"
        do {
            guard let own = try FileFacts(path: path, followLinks: false) else {
                isTorn = true
                return
            }
            if own.kind == .symbolicLink { links.insert(name) }
            add(name, fileName, try read(name, path))
        } catch {
            add(name, fileName, .unusable("cannot read it: \(error)"))
        }
    }

    private mutating func read(_ name: String, _ path: String) throws(SystemError) -> Entry {
        guard let target = try FileFacts(path: path) else { return .unusable("\(path) is a link that leads nowhere") }
        guard target.kind == .regular else {
            return .unusable("\(path) is \(description(of: target.kind)), not a file")
        }
        let file = try openFile(path, .read)
        let bytes = try readToEnd(file.raw, limit: Self.longestFile, purpose: path)
        contents[name] = bytes
        return .file(FileStamp(try FileFacts(descriptor: file.raw), content: bytes))
    }
}

private func description(of kind: FileFacts.Kind) -> String {
    switch kind {
    case .regular: "a file"
    case .directory: "a directory"
    case .symbolicLink: "a link"
    case .socket: "a socket"
    case .other: "a device or pipe"
    }
}
