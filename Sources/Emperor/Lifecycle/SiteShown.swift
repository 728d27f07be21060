import Kernel
import Protocol

/// What people are shown of a site: derived, so that it cannot disagree with what is.
struct Shown: Equatable {
    var state: SiteState
    var reason: String
}

extension Site {
    /// Where the site is, and why.
    var shown: Shown {
        switch life {
        case .idle: idleShown
        case .waiting: Shown(state: .waiting, reason: incident ?? "the last try failed")
        case .queued: Shown(state: .starting, reason: because("it waits for its turn to start"))
        case .launching: Shown(state: .starting, reason: because("its master starts"))
        case .found: status.map(liveShown) ?? Shown(state: .starting, reason: "its master was found and says hello")
        case .live: status.map(liveShown) ?? Shown(state: .starting, reason: because("its master starts"))
        case .ending: Shown(state: .stopping, reason: endingReason)
        }
    }

    private var idleShown: Shown {
        if isLeaving { return Shown(state: .stopped, reason: "it is gone") }
        if want == .stopped { return Shown(state: .stopped, reason: "stopped by an administrator") }
        if let problem { return Shown(state: .failed, reason: problem) }
        return Shown(state: .starting, reason: incident ?? "its file is read")
    }

    private var endingReason: String {
        if isLeaving { return "it is going away: what is in flight is answered" }
        return want == .stopped ? "stopped by an administrator" : "a new master is to take its place"
    }

    private func liveShown(_ status: SiteStatus) -> Shown {
        let isAsAdopted = adoptedWith == status.reason
        let reason = because(isAsAdopted ? "adopted; \(status.reason)" : status.reason)
        switch status.phase {
        case .starting: return Shown(state: .starting, reason: reason)
        case .running:
            return problem.map { Shown(state: .degraded, reason: $0) } ?? Shown(state: .running, reason: reason)
        case .reloading: return Shown(state: .reloading, reason: reason)
        case .degraded: return Shown(state: .degraded, reason: reason)
        case .stopping: return Shown(state: .stopping, reason: reason)
        case .failed: return Shown(state: .failed, reason: reason)
        }
    }

    private func because(_ reason: String) -> String {
        incident.map { "\(reason); before: \($0)" } ?? reason
    }

    /// Whether the site has come to rest after a start: it serves, or it is known why not.
    var isSettled: Bool {
        switch shown.state {
        case .running, .reloading, .degraded, .failed, .waiting, .stopped, .sleeping: true
        case .starting, .stopping: false
        }
    }
}
