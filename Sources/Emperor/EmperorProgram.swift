import Kernel
import Options
import Protocol

/// The emperor command. Start-up may fail and says why; once the loop turns, nothing ends it but an order.
enum EmperorProgram {
    private static let failed: Int32 = 1
    private static let wrongUsage: Int32 = 2

    /// Does what the arguments ask for; returns the exit code.
    static func main(_ arguments: [String]) -> Int32 {
        switch Invocation(arguments) {
        case .help: printText(Invocation.usage)
        case .completion(let shell): printText(Invocation.completion.script(for: shell))
        case .version: printText("emperor \(emperorVersion)\n")
        case .wrong(let problems):
            for problem in problems { writeLine("emperor: \(printable(problem))") }
            writeLine("emperor --help shows what there is")
            return wrongUsage
        case .unusable(let problems):
            for problem in problems { writeLine(printable(problem)) }
            return failed
        case .run(let setup, let warnings):
            for warning in warnings { log(warning) }
            return run(setup) { Invocation(arguments) }
        }
        return 0
    }

    private static func run(_ setup: Setup, _ reread: @escaping () -> Invocation) -> Int32 {
        guard setup.standing.daemonizes else { return run(setup, reread) { _ in } }
        do throws(SystemError) {
            let code = try runInBackground(keepsOutput: true) { report in run(setup, reread, report) }
            return code ?? failed
        } catch {
            writeLine("emperor: \(error)")
            return failed
        }
    }

    /// Makes an emperor and has it work; `report` hears how the start-up went.
    private static func run(
        _ setup: Setup, _ reread: @escaping () -> Invocation, _ report: (BackgroundReport) -> Void
    ) -> Int32 {
        do {
            let emperor = try Emperor(setup, reread: reread)
            try emperor.begin()
            report(BackgroundReport(code: 0))
            emperor.run()
            return 0
        } catch {
            let text = "emperor: \(printable("\(error)"))"
            if !setup.standing.daemonizes { writeLine(text) }
            report(BackgroundReport(code: UInt8(failed), lines: [text]))
            return failed
        }
    }
}
