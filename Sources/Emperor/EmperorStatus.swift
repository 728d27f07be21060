import Kernel
import Protocol

/// The answer to `status`: every master is asked for fresh counters first.
extension Emperor {
    func beginStatus(_ request: ControlRequest, _ client: ControlClient) {
        let shown = sites(shownFor: request)
        let id = nextNumber()
        let spoken = shown.filter { $0.link != nil }
        statusRounds[id] = (StatusRound(asking: spoken.map(\.site.name)), client, request)
        for holding in spoken { holding.link?.send(.report) }
        loop.schedule(at: .now + StatusRound.longest) { [unowned self] in endStatus(id) }
        if spoken.isEmpty { endStatus(id) }
    }

    /// A master said how it is, or cannot any more.
    func heard(_ site: String) {
        for id in Array(statusRounds.keys) { heard(site, by: id) }
    }

    func heard(_ site: String, by id: Int) {
        statusRounds[id]?.round.heard(site)
        if statusRounds[id]?.round.isComplete == true { endStatus(id) }
    }

    private func sites(shownFor request: ControlRequest) -> [Holding] {
        let named = request.sites.isEmpty ? Array(holdings.values) : request.sites.compactMap { holdings[$0] }
        return named.sorted { $0.site.name < $1.site.name }
    }

    private func endStatus(_ id: Int) {
        guard let (_, client, request) = statusRounds.removeValue(forKey: id) else { return }
        let shown = sites(shownFor: request)
        client.send(.init(id: request.id, status: StatusDocument(emperor: ourStatus, vassals: shown.map(status))))
        let unknown = request.sites.filter { holdings[$0] == nil }
        guard unknown.isEmpty else {
            let text = "no such site: \(unknown.joined(separator: ", "))"
            return client.send(.init(id: request.id, end: Ending(.noSuchSite, text)))
        }
        let bad = shown.contains { $0.shown.state == .failed || $0.shown.state == .degraded }
        client.send(.init(id: request.id, end: Ending(bad ? .failed : .done)))
    }

    private var ourStatus: EmperorStatus {
        EmperorStatus(
            version: emperorVersion, pid: currentProcess(), since: since, sources: setup.patterns.map(\.path),
            runDirectory: setup.runDirectory)
    }

    private func status(of holding: Holding) -> VassalStatus {
        let site = holding.site
        let status = site.hasMaster ? site.status : nil
        let shown = site.shown
        return VassalStatus(
            name: site.name, state: shown.state, want: site.want, reason: shown.reason,
            generation: status?.generation ?? holding.generation, pid: holding.master?.pid, zygote: status?.zygote,
            workers: status?.workers ?? [], sockets: status?.sockets ?? [],
            since: site.life == .live ? status?.since ?? holding.since : holding.since,
            nextTry: status?.nextTry ?? nextTry(of: site), file: siteFiles.filePath(of: site.name),
            python: status?.python ?? "", warnings: status?.warnings ?? [],
            helpers: status?.helpers ?? [])
    }

    private func nextTry(of site: Site) -> Double? {
        guard case .waiting(let until) = site.life else { return nil }
        return unixTime() + (until - .now).inSeconds
    }
}
