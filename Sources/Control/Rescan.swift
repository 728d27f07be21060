import ArgumentParser
import Protocol

/// `emperorctl rescan`.
struct Rescan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the emperor read its directory now.",
        discussion: "Changes are seen at once anyway where inotify works; this is for file systems where it does not.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let ending = try global.connect().askBriefly(ControlRequest(id: 1, verb: .rescan))
        try finish(ending, Tally(), asJSON: global.json)
    }
}
