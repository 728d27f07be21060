import Protocol

/// "3/3 sites", "2/3 sites, degraded: shop, failed: blog": how many serve of those that are to, and which do not well.
func summary(_ sites: [(name: String, state: SiteState)]) -> String {
    let wanted = sites.filter { $0.state != .stopped }
    let serving = wanted.filter { serves($0.state) }
    let noted: [SiteState] = [.starting, .stopping, .degraded, .failed, .waiting]
    let notes = noted.compactMap { state in
        note(state, wanted.filter { $0.state == state }.map(\.name).sorted())
    }
    return (["\(serving.count)/\(wanted.count) sites"] + notes).joined(separator: ", ")
}

private let mostNames = 10

private func note(_ state: SiteState, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let more = names.count > mostNames ? ", and \(names.count - mostNames) more" : ""
    return "\(state.rawValue): \(names.prefix(mostNames).joined(separator: ", "))\(more)"
}

private func serves(_ state: SiteState) -> Bool {
    switch state {
    case .running, .reloading, .degraded, .sleeping: true
    case .starting, .stopping, .stopped, .failed, .waiting: false
    }
}
