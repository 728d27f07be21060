import ArgumentParser
import Kernel
import Protocol

/// `emperorctl status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the sites, and why one of them does not run.",
        discussion: """
            WORKERS counts busy ones of all. REQUESTS are those answered by the workers that live. MEMORY is what they \
            have resident, pages they share counted in each. SINCE is the time in this state. Of sites that are named, \
            the file, the processes and the warnings are shown as well.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Only sites that have failed, are degraded, or wait for their next try.")
    var failed = false

    @Argument(help: "Names of sites; without any, all are shown.")
    var sites: [String] = []

    func run() throws {
        let conversation = try global.connect()
        var tally = Tally()
        let ending = try conversation.askBriefly(ControlRequest(id: 1, verb: .status, sites: sites)) { reply in
            guard var document = reply.status else { return }
            if failed { document.vassals.removeAll { !$0.state.isFailing } }
            show(document)
            if document.vassals.contains(where: { $0.state.isFailing }) { tally.countFailing() }
        }
        try finish(ending, tally, asJSON: global.json)
    }

    private func show(_ document: StatusDocument) {
        if global.json { return printJSON(document) }
        if document.vassals.isEmpty { return showNothing(of: document.emperor) }
        let lines = statusLines(document.vassals, now: unixTime(), paint: .forOutput, verbose: !sites.isEmpty)
        printText(lines.map { $0 + "\n" }.joined())
    }

    /// Of sites that were named, the emperor says itself which it does not know.
    private func showNothing(of emperor: EmperorStatus) {
        if failed {
            printText("no site has failed\n")
        } else if sites.isEmpty {
            printText("no sites in \(emperor.sources.joined(separator: ", ").printable)\n")
        }
    }
}
