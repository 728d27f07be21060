/// What stands under a site's name in a listing of the vassals directory.
enum Entry: Equatable {
    case file(FileStamp)
    /// There is something, and it cannot be a site: unreadable, a directory, of another format.
    case unusable(String)
}

/// One difference between what was known and a listing.
enum SiteChange: Equatable {
    case appeared(String)
    case edited(String)
    case touched(String)
    case vanished(String)
    /// The same file under another name.
    case renamed(from: String, to: String)
    case unusable(String, String)
    /// It can be read again, and it is what it was.
    case usableAgain(String)
}

/// The changes from what was known to a complete listing, in the order of names; what is `unsettled`, because somebody
/// still writes to it, stays as it was. A listing that could not be completed never comes here: it changes nothing.
func changes(
    from known: [String: KnownFile], to listing: [String: Entry], unsettled: Set<String> = []
) -> [SiteChange] {
    let names = Set(known.keys).union(listing.keys).subtracting(unsettled)
    let single = names.sorted().compactMap { change(of: $0, from: known[$0], to: listing[$0]) }
    return joinRenames(single, known, listing)
}

/// What is remembered of a name: the last content that could be read, and what stands in the way since.
struct KnownFile: Equatable {
    var stamp: FileStamp?
    var problem: String?

    init(stamp: FileStamp?, problem: String? = nil) {
        self.stamp = stamp
        self.problem = problem
    }

    /// What is known after a look.
    init(_ entry: Entry, before: KnownFile?) {
        switch entry {
        case .file(let stamp): self.init(stamp: stamp)
        case .unusable(let problem): self.init(stamp: before?.stamp, problem: problem)
        }
    }
}

private func change(of name: String, from known: KnownFile?, to entry: Entry?) -> SiteChange? {
    switch (known, entry) {
    case (nil, nil): nil
    case (_, nil): .vanished(name)
    case (let known, .unusable(let problem)): known?.problem == problem ? nil : .unusable(name, problem)
    case (nil, .file): .appeared(name)
    case (let known?, .file(let stamp)): change(of: name, from: known, to: stamp)
    }
}

private func change(of name: String, from known: KnownFile, to stamp: FileStamp) -> SiteChange? {
    guard let earlier = known.stamp else { return .appeared(name) }
    switch stamp.change(since: earlier) {
    case .edited: return .edited(name)
    case .touched: return .touched(name)
    case .none: return known.problem == nil ? nil : .usableAgain(name)
    }
}

private func joinRenames(
    _ changes: [SiteChange], _ known: [String: KnownFile], _ listing: [String: Entry]
) -> [SiteChange] {
    var origins: [FileStamp: String] = [:]
    for case .vanished(let name) in changes {
        if let stamp = known[name]?.stamp { origins[stamp] = name }
    }
    var joined: [SiteChange] = []
    var moved: Set<String> = []
    for change in changes {
        guard case .appeared(let name) = change, case .file(let stamp) = listing[name],
            let origin = origins.removeValue(forKey: stamp)
        else {
            joined.append(change)
            continue
        }
        joined.append(.renamed(from: origin, to: name))
        moved.insert(origin)
    }
    return joined.filter { change in
        if case .vanished(let name) = change { return !moved.contains(name) }
        return true
    }
}
