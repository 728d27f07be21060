import Kernel
import Options

/// What a signal asks of a master.
enum SignalMeaning: Equatable {
    case reload, stop, stopAtOnce, pause, tellStatus, nothing

    /// uWSGI's own meaning, where the site asks for it, is that of core/master.c: there a stop never waits.
    init(_ signal: Signal, to settings: LifecycleSettings?, isStopping: Bool) {
        let old = settings?.signalsAsUwsgi == true
        let dies = settings?.dieOnTerm == true
        switch signal {
        case .hangUp: self = .reload
        case .terminate: self = !old ? .stop : dies ? .stopAtOnce : .reload
        case .interrupt: self = old || isStopping ? .stopAtOnce : .stop
        case .quit: self = old && dies ? .reload : .stopAtOnce
        case .terminalStop: self = .pause
        case .user1, .user2: self = .tellStatus
        default: self = .nothing
        }
    }
}
