import ArgumentParser
import Protocol

/// `emperorctl stop`.
struct Stop: SiteVerb {
    static let verb = Verb.stop
    static let configuration = CommandConfiguration(
        abstract: "Stops sites gracefully, until they are started again.",
        discussion: """
            Requests in flight are answered. A stopped site stays so through edits of its file and reboots of the machine.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SiteSelection
    @OptionGroup var waiting: Waiting
}
