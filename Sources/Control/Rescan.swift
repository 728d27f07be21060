import ArgumentParser
import Protocol

/// `emperorctl rescan`.
struct Rescan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the emperor read its directory now.",
        discussion: "Changes are seen at once anyway where inotify works; this is for file systems where it does not.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try finish(try global.connect().askBriefly(ControlRequest(id: 1, verb: .rescan)), Tally())
    }
}
