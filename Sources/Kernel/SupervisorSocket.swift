import CLinux
import Glibc

/// The socket of a service manager (sd_notify(3)). libsystemd's function waits for as long as the manager does not read,
/// and a supervisor that waits looks after nobody; this one never does.
public final class SupervisorSocket {
    private let target: DatagramTarget

    /// The socket of that name, "@" for an abstract one: what NOTIFY_SOCKET says.
    public init(name: String) throws(SystemError) {
        target = try DatagramTarget(name.hasPrefix("@") ? .abstract(name: String(name.dropFirst())) : .unix(path: name))
    }

    /// Sends lines ("READY=1") as one datagram; `notYet` when the manager has too many unread.
    public func send(_ lines: [String]) throws(SystemError) -> Attempt<Void> {
        try target.send(Array(lines.joined(separator: "\n").utf8))
    }
}

/// Tells the service manager something, where there is one (NOTIFY_SOCKET): for programs that have one thing to say.
public func notifySupervisor(_ line: String) {
    guard let name = environmentValue("NOTIFY_SOCKET"), !name.isEmpty else { return }
    _ = try? SupervisorSocket(name: name).send([line])
}
