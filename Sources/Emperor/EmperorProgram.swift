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
            return run(setup)
        }
        return 0
    }

    private static func run(_ setup: Setup) -> Int32 {
        do {
            let emperor = try Emperor(setup)
            try emperor.begin()
            emperor.run()
            return 0
        } catch {
            writeLine("emperor: \(printable("\(error)"))")
            return failed
        }
    }
}
