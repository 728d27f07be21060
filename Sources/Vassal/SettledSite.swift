import Kernel
import Options
import Protocol

/// What of a site is settled once, by the first plan that gets so far, and what the newest committed plan made of it:
/// the log, the pidfiles, whom it runs as, the sockets it wants.
struct SettledSite {
    var plan: Plan
    var sockets: [WantedSocket]
    var pidfiles: [OwnFile] = []
    /// Whom the site runs as; nil: as the master always did.
    var user: Identity?
    /// Whom zygotes are started as, where the master keeps root; nil: as the master.
    var zygoteIdentity: Identity?

    /// Whether a socket's file stays when the site stops: without `vacuum` it does, as uWSGI's, but for the default one.
    func staysBehind(_ address: SocketAddress) -> Bool {
        !plan.settings.files.vacuum && address != plan.defaultSocket.map { .unix(path: $0) }
    }
}
