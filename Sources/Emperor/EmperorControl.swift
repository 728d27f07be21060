import Kernel
import Protocol

/// What administrators ask for (DESIGN §6).
extension Emperor {
    func take(_ request: ControlRequest, from client: ControlClient) {
        switch request.verb {
        case .status: beginStatus(request, client)
        case .start: beginErrand(.start, request, client)
        case .stop: beginErrand(.stop, request, client)
        case .reload: beginErrand(.reload, request, client)
        case .restart: beginErrand(.restart, request, client)
        case .reopen: reopen(request, client)
        case .rescan:
            siteFiles.scan()
            client.send(.init(id: request.id, end: Ending(.done, "\(siteFiles.names.count) sites")))
        case .explain: beginExplain(request, client)
        case .version: client.send(.init(id: request.id, end: Ending(.done, "emperor \(emperorVersion)")))
        }
    }

    // MARK: - Verbs that sites carry out

    private func beginErrand(_ verb: Ask.Verb, _ request: ControlRequest, _ client: ControlClient) {
        guard request.all || !request.sites.isEmpty else {
            return client.send(.init(id: request.id, refused: Ending(.usage, "\(verb.rawValue) of which site?")))
        }
        if !isStopping { siteFiles.scan() }
        let (known, unknown) = targets(of: request)
        let errand = Errand(id: nextNumber(), verb: verb, sites: known, keepGoing: request.keepGoing)
        errands[errand.id] = errand
        for name in unknown { finish(errand.id, noSuchSite(name), client, request.id) }
        if !request.wait { begun(known, request, client, worst: unknown.isEmpty ? .done : .noSuchSite) }
        proceed(errand.id, request.wait ? client : nil, request.id)
    }

    private func begun(_ sites: [String], _ request: ControlRequest, _ client: ControlClient, worst: ExitCode) {
        for name in sites {
            client.send(.init(id: request.id, outcome: SiteOutcome(site: name, code: .done, text: "begun")))
        }
        client.send(.init(id: request.id, end: Ending(worst)))
    }

    func reloadAll() {
        let names = holdings.values.filter { $0.site.want == .up }.map(\.site.name).sorted()
        let errand = Errand(id: nextNumber(), verb: .reload, sites: names, keepGoing: false)
        errands[errand.id] = errand
        proceed(errand.id, nil, 0)
    }

    /// The sites that a request names, each once; `--all` leaves out those that were stopped.
    func targets(of request: ControlRequest) -> (known: [String], unknown: [String]) {
        if request.all {
            let up = holdings.values.filter { $0.site.want == .up && !$0.site.isLeaving }
            return (up.map(\.site.name).sorted(), [])
        }
        var seen: Set<String> = []
        let names = request.sites.filter { seen.insert($0).inserted }
        return (names.filter { holdings[$0] != nil }, names.filter { holdings[$0] == nil })
    }

    func noSuchSite(_ name: String) -> SiteOutcome {
        SiteOutcome(site: name, code: .noSuchSite, text: "there is no such site in \(setup.places)")
    }

    private func proceed(_ id: Int, _ client: ControlClient?, _ request: Int) {
        guard var errand = errands[id] else { return }
        let next = errand.begin()
        errands[id] = errand
        together {
            for name in next {
                let number = nextNumber()
                asked[number] = (id, name, client, request)
                guard holdings[name] != nil else {
                    answer(number, noSuchSite(name))
                    continue
                }
                tell(name, .asked(Ask(id: number, verb: errand.verb)))
            }
        }
        endIfOver(id, client, request)
    }

    func answer(_ ask: Int, _ outcome: SiteOutcome) {
        guard let (errand, name, client, request) = asked.removeValue(forKey: ask) else { return }
        var outcome = outcome
        outcome.site = name
        finish(errand, outcome, client, request)
        proceed(errand, client, request)
    }

    private func finish(_ id: Int, _ outcome: SiteOutcome, _ client: ControlClient?, _ request: Int) {
        let others = errands[id]?.finish(outcome) ?? []
        for each in [outcome] + others { client?.send(.init(id: request, outcome: each)) }
    }

    private func endIfOver(_ id: Int, _ client: ControlClient?, _ request: Int) {
        guard let errand = errands[id], errand.isOver else { return }
        errands[id] = nil
        client?.send(.init(id: request, end: Ending(errand.worst)))
    }

    private func reopen(_ request: ControlRequest, _ client: ControlClient) {
        let (known, unknown) = targets(of: request)
        for name in unknown { client.send(.init(id: request.id, outcome: noSuchSite(name))) }
        for name in known {
            let link = holdings[name]?.link
            link?.send(.reopenLogs)
            let text = link == nil ? "nothing runs that has a log open" : "its log files are opened again"
            client.send(.init(id: request.id, outcome: SiteOutcome(site: name, code: .done, text: text)))
        }
        client.send(.init(id: request.id, end: Ending(unknown.isEmpty ? .done : .noSuchSite)))
    }
}
