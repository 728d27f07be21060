import ArgumentParser
import Kernel
import Protocol

/// What may stand before or after every verb: which emperor is asked, and how it is answered.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The emperor's control socket.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("The emperor's run directory, with control.sock in it.", valueName: "dir"))
    var runDir: String?

    @Flag(help: "Print JSON: one document for status, else one object a line.")
    var json = false

    func validate() throws {
        if socket != nil && runDir != nil {
            throw ValidationError("--socket and --run-dir both say which emperor is meant; give one of them.")
        }
    }

    /// Connects to the emperor that is meant.
    func connect() throws -> Conversation {
        let path = try controlSocketPath(
            socket: socket, runDirectory: runDir, uid: Identity.current.uid, environment: environmentValue)
        return try Conversation(at: path)
    }
}
