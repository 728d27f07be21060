import CLinux
import Glibc

/// The socket of a service manager (sd_notify(3)). libsystemd's function waits for as long as the manager does not read,
/// and a supervisor that waits looks after nobody; this one never does.
public final class SupervisorSocket {
    private let address: RawAddress
    private let descriptor: SharedDescriptor

    /// The socket of that name, "@" for an abstract one: what NOTIFY_SOCKET says.
    public init(name: String) throws(SystemError) {
        address = try RawAddress(
            name.hasPrefix("@") ? .abstract(name: String(name.dropFirst())) : .unix(path: name))
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = SharedDescriptor(owning: try check("socket", for: name) { socket(AF_UNIX, kind, 0) })
    }

    /// Sends lines ("READY=1") as one datagram; `notYet` when the manager has too many unread.
    public func send(_ lines: [String]) throws(SystemError) -> Attempt<Void> {
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let outcome = try attempt("sendto", for: "the service manager") {
            address.withPointer { sendto(descriptor.raw, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
        }
        switch outcome {
        case .done: return .done(())
        case .notYet: return .notYet
        }
    }
}

/// Tells the service manager something, where there is one (NOTIFY_SOCKET): for programs that have one thing to say.
public func notifySupervisor(_ line: String) {
    guard let name = environmentValue("NOTIFY_SOCKET"), !name.isEmpty else { return }
    _ = try? SupervisorSocket(name: name).send([line])
}
