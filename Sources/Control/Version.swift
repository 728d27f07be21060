import ArgumentParser
import Kernel
import Protocol

/// `emperorctl version`.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the versions of emperorctl and of the emperor, or why that one does not answer.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        do {
            show(try global.connect().greeting, otherwise: "")
        } catch let refusal as Refusal {
            show(nil, otherwise: refusal.ending.text)
        }
    }

    private func show(_ emperor: Greeting?, otherwise reason: String) {
        if global.json { return printJSON(Versions(emperorctl: emperorVersion, emperor: emperor)) }
        let other = emperor.map { "emperor \($0.emperor.printable) (pid \($0.pid))" } ?? reason
        printText("emperorctl \(emperorVersion)\n\(other)\n")
    }
}

/// What `version --json` prints.
private struct Versions: Encodable {
    let emperorctl: String
    let emperor: Greeting?
}
