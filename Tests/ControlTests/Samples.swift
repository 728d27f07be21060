import Protocol

/// A site as an emperor might show it.
func sampleSite(
    _ name: String, _ state: SiteState = .running, reason: String = "", workers: Int = 2,
    sockets: [String] = ["127.0.0.1:8000"], since: Double = 940, nextTry: Double? = nil, warnings: [String] = []
) -> VassalStatus {
    VassalStatus(
        name: name, state: state, want: .up, reason: reason, generation: workers == 0 ? 0 : 7, pid: 10, zygote: 11,
        workers: (0..<workers).map { sampleWorker($0 + 1) }, sockets: sockets, since: since, nextTry: nextTry,
        file: "/etc/emperor/vassals.d/\(name).ini", python: "3.11.2", warnings: warnings)
}

/// A worker, the first of its site busy.
func sampleWorker(_ id: Int) -> WorkerStatus {
    WorkerStatus(
        id: id, pid: Int32(100 + id), startTime: 1, status: id == 1 ? .busy : .idle, generation: 7, requests: 6017,
        rss: 44_000_000)
}

/// A generation that came up, or did not.
func sampleVerdict(_ failure: FailureKind? = nil, output: [String] = []) -> Verdict {
    Verdict(generation: 8, failure: failure, text: "the verdict's own words", output: output, seconds: 1.23)
}
