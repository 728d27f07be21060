import ArgumentParser
import Kernel
import Protocol

/// The command line of emperorctl: what all verbs share, and which verbs there are.
struct EmperorControl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emperorctl",
        abstract: "Steers the sites of a running emperor.",
        discussion: """
            Verbs wait for the verdict and print it. Of several sites the highest exit code counts:
              0  done
              1  it failed, and the reason is printed; status: a shown site is failed or degraded
              2  wrong usage
              3  no emperor answers
              4  no such site
              5  not permitted
              6  --timeout passed; the work goes on
            EMPEROR_SOCKET names the control socket where neither --socket nor --run-dir does.
            """,
        version: emperorVersion,
        subcommands: [
            Status.self, Start.self, Stop.self, Reload.self, Restart.self, Check.self, Explain.self, Reopen.self,
            Rescan.self,
            Version.self,
        ])

    @OptionGroup var global: GlobalOptions

    func run() throws {
        throw ValidationError("A command is missing; emperorctl --help lists them.")
    }

    /// Parses the arguments, runs the verb and ends the process with the exit code of the contract.
    static func runAndExit() -> Never {
        ignore(.brokenPipe)
        do {
            var command = try parseAsRoot()
            try command.run()
            exit()
        } catch let refusal as Refusal {
            writeLine("emperorctl: \(refusal.ending.text)")
            exit(withError: ArgumentParser.ExitCode(refusal.ending.code.rawValue))
        } catch  where exitCode(for: error) == .validationFailure {
            writeLine(fullMessage(for: error))
            exit(withError: ArgumentParser.ExitCode(Protocol.ExitCode.usage.rawValue))
        } catch {
            exit(withError: error)
        }
    }

    /// Has the process end with this code once everything is printed.
    static func finish(_ code: Protocol.ExitCode) throws {
        if code != .done { throw ArgumentParser.ExitCode(code.rawValue) }
    }
}
