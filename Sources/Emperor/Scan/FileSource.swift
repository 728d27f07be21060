import Kernel

/// Sites that are files: in a directory, or wherever a pattern leads.
struct FileSource: SiteSource {
    let pattern: PathPattern
    let rules: FileRules

    /// A vassal's configuration beyond this is somebody's mistake.
    static let longestFile = 1 << 20
    private static let mostReadings = 3

    var name: String { pattern.path }

    func home() throws(SystemError) -> String? {
        let base = pattern.base(isSite)
        return try FileFacts(path: base) == nil ? nil : base
    }

    /// A name that went while the directory was read is a sign that one that came in the same moment may have been missed.
    func look() throws(SystemError) -> Sighting {
        var sighting = Sighting()
        for _ in 0..<Self.mostReadings {
            let match = try pattern.expand(isSite)
            var isTorn = false
            sighting = Sighting(directories: match.watched)
            for path in try paths(of: match) {
                guard let site = site(at: path, isTorn: &isTorn) else { continue }
                sighting.sites.append(site)
            }
            if !isTorn { break }
        }
        return sighting
    }

    private func isSite(_ fileName: String) -> Bool {
        if case .site = SiteName(fileName: fileName, extensions: rules.extensions) { return true }
        return false
    }

    private func paths(of match: PathPattern.Match) throws(SystemError) -> [String] {
        guard let directory = match.directory else { return match.files }
        return try listDirectory(directory).sorted().map { directory == "/" ? "/\($0)" : "\(directory)/\($0)" }
    }

    private func site(at path: String, isTorn: inout Bool) -> FoundSite? {
        let fileName = path.split(separator: "/").last.map(String.init) ?? path
        switch SiteName(fileName: fileName, extensions: rules.extensions) {
        case .none: return nil
        case .refused(let reason):
            return FoundSite(name: printable(fileName), path: path, entry: .unusable("\(fileName): \(reason)"))
        case .site(let name): return site(name, at: path, isTorn: &isTorn)
        }
    }

    private func site(_ name: String, at path: String, isTorn: inout Bool) -> FoundSite? {
        do {
            guard let own = try FileFacts(path: path, followLinks: false) else {
                isTorn = true
                return nil
            }
            var site = FoundSite(name: name, path: path, entry: .unusable(""), isLink: own.kind == .symbolicLink)
            try read(&site, own)
            return site
        } catch {
            return FoundSite(name: name, path: path, entry: .unusable("cannot read it: \(error)"))
        }
    }

    private func read(_ site: inout FoundSite, _ own: FileFacts) throws(SystemError) {
        let path = site.path
        guard let target = try FileFacts(path: path) else {
            site.entry = .unusable("\(path) is a link that leads nowhere")
            return
        }
        guard target.kind == .regular else {
            site.entry = .unusable("\(path) is \(description(of: target.kind)), not a file")
            return
        }
        let file = try openFile(path, .read)
        site.bytes = try readToEnd(file.raw, limit: Self.longestFile, purpose: path)
        let counts = site.isLink && !rules.followsLinks
        let facts = counts ? own : try FileFacts(descriptor: file.raw)
        site.entry = .file(FileStamp(facts, content: site.bytes, ofLink: counts))
        site.owner = FoundSite.Owner(uid: facts.uid, gid: facts.gid)
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
