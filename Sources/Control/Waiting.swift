import ArgumentParser
import Kernel

/// How long a verb waits for its verdicts, and what becomes of the rest when some are bad.
struct Waiting: ParsableArguments {
    @Flag(help: "Return when the work has begun, without a verdict.")
    var noWait = false

    @Option(help: ArgumentHelp("Stop waiting after this many seconds (exit code 6); the work goes on.", valueName: "s"))
    var timeout: Double?

    @Flag(help: "Go on with the other sites after three failures.")
    var keepGoing = false

    func validate() throws {
        if let timeout, !(timeout > 0 && timeout <= 1e9) {
            throw ValidationError("--timeout takes a number of seconds above 0, not \(timeout).")
        }
    }

    /// The end of the waiting, counted from now.
    var deadline: Instant? {
        timeout.map { .now + .seconds($0) }
    }
}
