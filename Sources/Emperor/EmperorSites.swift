import Kernel
import Protocol

/// What the directory says, and whom it is said to.
extension Emperor {
    /// Begins to hold a site, and the master that runs for it, if one does.
    @discardableResult
    func hold(_ name: String, record: MasterRecord?) -> Holding {
        let channel = launcher.find(name)
        if channel == nil { launcher.forget(name) }
        let site = Site(
            name: name, want: wants[name], found: channel != nil, ordered: record?.file?.revision,
            holds: record != nil, requestsAfter: Int(unixTime() * 1000), backoff: setup.starting.backoff)
        let holding = Holding(site, record: record, now: unixTime())
        if channel == nil || holding.master?.living == nil { holding.master = nil }
        holdings[name] = holding
        hasNews = true
        if let channel { adopt(holding, channel) }
        return holding
    }

    private func adopt(_ holding: Holding, _ channel: MessageChannel) {
        do {
            try connect(holding, channel)
            try watchMaster(of: holding)
        } catch {
            log("\(holding.site.name): its master is there and cannot be spoken to: \(error)")
        }
    }

    func apply(_ changes: [SiteChange]) {
        together {
            for change in changes { apply(change) }
        }
    }

    private func apply(_ change: SiteChange) {
        switch change {
        case .appeared(let name): appear(name)
        case .edited(let name): tellRevision(name) { .edited(revision: $0) }
        case .touched(let name): tellRevision(name) { .touched(revision: $0) }
        case .vanished(let name): tell(name, .vanished)
        case .renamed(let from, let to): rename(from, to)
        case .unusable(let name, let reason): obstruct(name, reason)
        case .usableAgain(let name): tell(name, .usableAgain)
        }
    }

    private func appear(_ name: String) {
        if holdings[name] == nil { hold(name, record: nil) }
        begin(name)
    }

    /// Tells a site of its file for the first time. Of one that did not change in our eyes, whatever a link leads to by
    /// now, what runs is what it was ordered to run.
    private func begin(_ name: String) {
        let ordered = holdings[name]?.ordered?.revision
        let isAsOrdered = siteFiles.content(of: name)?.stamp.ofLink == true
        tellRevision(name) { .appeared(revision: isAsOrdered ? ordered ?? $0 : $0) }
    }

    private func tellRevision(_ name: String, _ event: (String) -> SiteEvent) {
        guard let content = siteFiles.content(of: name) else { return }
        tell(name, event(content.stamp.revision))
    }

    private func rename(_ from: String, _ to: String) {
        guard let holding = holdings[from], holdings[to] == nil else {
            tell(from, .vanished)
            return appear(to)
        }
        log("\(from) is now called \(to), and goes on under that name")
        (holdings[from], holdings[to]) = (nil, holding)
        wants.set(to, wants[from])
        wants.set(from, .up)
        holding.site.name = to
        launcher.rename(from, to: to)
        let channel = holding.site.hasMaster ? nil : launcher.find(to)
        tell(holding, .renamed(found: channel != nil))
        if let channel { adopt(holding, channel) }
        records.remove(from)
        heard(from)
        hasNews = true
    }

    private func obstruct(_ name: String, _ reason: String) {
        if holdings[name] == nil { hold(name, record: nil) }
        tell(name, .unusable(reason))
    }

    /// After each scan until one was complete: sites that are known from before and did not change learn what their file is.
    func scanned(isComplete: Bool) {
        guard !hasScanned else { return }
        hasScanned = isComplete
        together {
            for name in siteFiles.names where holdings[name]?.site.revision == nil { begin(name) }
        }
        if isComplete { scannedAll() }
    }

    private func scannedAll() {
        wants.keep(siteFiles.names)
        launcher.dismissStrangers(except: holdings.keys)
        startUp.found(siteFiles.names)
        hasNews = true
        log("\(siteFiles.names.count) sites in \(setup.places)")
        tellSystemd()
    }
}
