import Kernel
import Protocol

/// The stamp of a process that exists; nil for one that has gone.
func stamp(of pid: Int32) -> ProcessStamp? {
    ProcessIdentity(of: pid).map { ProcessStamp(pid: $0.pid, startTime: $0.startTime) }
}

extension ProcessStamp {
    /// This very process, if it still lives.
    var living: ProcessIdentity? {
        guard let identity = ProcessIdentity(of: pid), identity.startTime == startTime, identity.isAlive else {
            return nil
        }
        return identity
    }

    /// Signals this process and no other.
    func send(_ signal: Signal) {
        _ = try? living?.send(signal)
    }
}
