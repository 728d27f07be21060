import Kernel
import Protocol

/// What happens to a site.
enum SiteEvent: Equatable {
    /// Its file, with the version of its content.
    case appeared(revision: String)
    case edited(revision: String)
    case touched(revision: String)
    case vanished
    /// Its file has another name. `found`: the master of that name is there, although nothing was known of it.
    case renamed(found: Bool)
    case unusable(String)
    case usableAgain
    /// Somebody asks for something.
    case asked(Ask)
    /// Its turn to start has come.
    case turn
    /// A master speaks to us: the first message of a connection.
    case hello
    case status(SiteStatus)
    case verdict(request: Int, Verdict)
    /// The master cannot run what was ordered, and another one can.
    case wantsSuccessor
    /// The connection ended, and the master is there.
    case disconnected
    /// The master ended. `jitter` from 0 up to 1 is for the delay, should there be one.
    case exited(String, jitter: Double)
    /// No master could be started.
    case launchFailed(String, jitter: Double)
    /// `Site.deadline` has come.
    case due
    /// The emperor ends.
    case shutdown(atOnce: Bool)
}

/// A request of an administrator about one site.
struct Ask: Equatable {
    /// The verbs that a site itself carries out.
    enum Verb: String {
        case start, stop, reload, restart
    }

    var id: Int
    var verb: Verb
    /// The run order whose verdict answers it; nil while none was given.
    var run: Int?

    init(id: Int, verb: Verb) {
        self.id = id
        self.verb = verb
    }
}

/// What a site wants done.
enum SiteAction: Equatable {
    /// Start a master, now; `hello` or `launchFailed` follows.
    case launch
    /// Order the master to bring up a generation of the file as it is.
    case run(request: Int)
    /// Order the master to stop gracefully; with `leavePaths` another one follows, and clients queue for it.
    case stop(leavePaths: Bool)
    /// Order the master to end and to leave everything to the next one.
    case leave
    /// Order the master to stop at once.
    case kill
    /// Kill the master and every process of it that is known.
    case destroy
    /// An ask is answered.
    case answer(Int, SiteOutcome)
    /// `want` changed and survives us.
    case rememberWant
    /// Nothing of the site is to run: remove what its master left behind.
    case cleanUp
    /// Nothing is left to know about it.
    case forget
}
