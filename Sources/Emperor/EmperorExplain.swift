import Kernel
import Protocol

/// The answer to `explain`: a master knows the settings that run, and where they come from; of a site without one the
/// asker reads the file himself, so that the emperor never does.
extension Emperor {
    func beginExplain(_ request: ControlRequest, _ client: ControlClient) {
        guard request.all || !request.sites.isEmpty else {
            return client.send(.init(id: request.id, refused: Ending(.usage, "explain which site?")))
        }
        let (known, unknown) = targets(of: request)
        var round = ExplainRound(client, request: request.id, asking: known)
        for name in unknown { client.send(.init(id: request.id, outcome: noSuchSite(name))) }
        if !unknown.isEmpty { round.worst = .noSuchSite }
        let id = nextNumber()
        explainRounds[id] = round
        for name in known { ask(name, round: id) }
        loop.schedule(at: .now + ExplainRound.longest) { [unowned self] in giveUp(onRound: id) }
        endIfComplete(id)
    }

    private func ask(_ name: String, round: Int) {
        guard let link = holdings[name]?.link else { return answer(round, name, nil) }
        link.send(.explain(request: round))
    }

    /// A master's answer, in a memory file.
    func explained(_ holding: Holding, _ round: Int, _ file: SharedDescriptor?) {
        let bytes = file.flatMap { try? readToEnd($0.raw, purpose: "settings of \(holding.site.name)") }
        let settings = bytes.flatMap { try? decodeMessage([ExplainedSetting].self, $0) }
        answer(round, holding.site.name, settings)
        endIfComplete(round)
    }

    private func answer(_ id: Int, _ name: String, _ settings: [ExplainedSetting]?) {
        guard explainRounds[id]?.heard(name) == true, let round = explainRounds[id] else { return }
        let explanation = Explanation(
            site: name, file: siteFiles.filePath(of: name), isRunning: settings != nil, settings: settings,
            presets: setup.defaults.before, afterwards: setup.defaults.after)
        round.client.send(.init(id: round.request, explanation: explanation))
    }

    private func giveUp(onRound id: Int) {
        guard let late = explainRounds[id]?.awaited.sorted() else { return }
        for name in late {
            _ = explainRounds[id]?.heard(name)
            explainRounds[id]?.worst = .failed
            let text = "its master does not answer"
            guard let round = explainRounds[id] else { continue }
            round.client.send(.init(id: round.request, outcome: SiteOutcome(site: name, code: .failed, text: text)))
        }
        endIfComplete(id)
    }

    private func endIfComplete(_ id: Int) {
        guard let round = explainRounds[id], round.isComplete else { return }
        explainRounds[id] = nil
        round.client.send(.init(id: round.request, end: Ending(round.worst)))
    }
}
