import Options
import Protocol

/// Lines wider than this are avoided.
private let readableWidth = 80

/// What `status` shows of its sites: a row each, with what does not fit beside it below, and why a site is not running.
func statusLines(_ sites: [VassalStatus], now: Double, paint: Paint, verbose: Bool) -> [String] {
    let rows = sites.map { cells(of: $0, now: now) }
    let table = TextTable(columns, for: rows)
    var lines = [paint(table.heading + "  SOCKETS", .quiet)]
    for (site, row) in zip(sites, rows) {
        let line = table.line(row) { $0 == stateColumn ? paint($1, site.state.meaning) : $1 }
        let sockets = site.sockets.map(\.printable)
        let beside = sockets.isEmpty ? "" : "  " + sockets.joined(separator: ", ")
        let fits = table.width + beside.count <= readableWidth
        lines.append(fits ? line + beside : line)
        lines += below(fits ? [] : sockets) + below(remarks(on: site, now: now, verbose: verbose))
    }
    return lines
}

private let columns = [
    TextTable.Column(title: "SITE"), .init(title: "STATE"), .init(title: "GEN", alignsRight: true),
    .init(title: "WORKERS", alignsRight: true), .init(title: "REQUESTS", alignsRight: true),
    .init(title: "MEMORY", alignsRight: true), .init(title: "SINCE", alignsRight: true),
]

private let stateColumn = 1

private func cells(of site: VassalStatus, now: Double) -> [String] {
    let busy = site.workers.filter { $0.status == .busy }.count
    return [
        site.name.printable,
        site.state.rawValue,
        site.generation > 0 ? "\(site.generation)" : "-",
        site.workers.isEmpty ? "-" : "\(busy)/\(site.workers.count)",
        site.workers.isEmpty ? "-" : "\(cappedSum(site.workers.map(\.requests)))",
        site.workers.isEmpty ? "-" : memorySize(cappedSum(site.workers.map(\.rss))),
        roughDuration(now - site.since),
    ]
}

/// The sentences that belong below a site's row.
private func remarks(on site: VassalStatus, now: Double, verbose: Bool) -> [String] {
    var remarks: [String] = []
    if site.state != .running && !site.reason.isEmpty { remarks.append(site.reason.printable) }
    if let next = site.nextTry { remarks.append("next try in \(roughDuration(next - now))") }
    if verbose { remarks += details(of: site) }
    return remarks.flatMap { $0.wrapped(to: readableWidth - indent.count) }
}

/// What is shown of a site that was asked for by name.
private func details(of site: VassalStatus) -> [String] {
    let processes =
        [site.pid.map { "master \($0)" }, site.zygote.map { "zygote \($0)" }].compactMap(\.self)
        + site.workers.map { "worker \($0.id) \($0.pid)" }
    let python = site.python.isEmpty ? "" : ", python \(site.python.printable)"
    return ["\(site.file.printable)\(python)"] + (processes.isEmpty ? [] : [processes.joined(separator: ", ")])
        + site.warnings.map(\.printable).map { $0.contains("warning: ") ? $0 : "warning: " + $0 }
}

private let indent = "    "

private func below(_ lines: [String]) -> [String] {
    lines.map { indent + $0 }
}

extension SiteState {
    /// Whether an administrator has to look after it.
    var isFailing: Bool {
        switch self {
        case .failed, .degraded, .waiting: true
        case .sleeping, .starting, .running, .reloading, .stopping, .stopped: false
        }
    }

    fileprivate var meaning: Paint.Meaning {
        switch self {
        case .running: .good
        case .failed, .degraded, .waiting: .bad
        case .starting, .reloading, .stopping: .changing
        case .sleeping, .stopped: .quiet
        }
    }
}
