import ArgumentParser
import Protocol

/// `emperorctl reopen`.
struct Reopen: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Opens log files again, after a rotation.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SiteSelection

    func run() throws {
        var tally = Tally()
        let request = ControlRequest(id: 1, verb: .reopen, sites: selection.sites, all: selection.all)
        let ending = try global.connect().askBriefly(request) { tally.take($0, asJSON: global.json) }
        try finish(ending, tally, asJSON: global.json)
    }
}
