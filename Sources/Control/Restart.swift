import ArgumentParser
import Protocol

/// `emperorctl restart`.
struct Restart: SiteVerb {
    static let verb = Verb.restart
    static let configuration = CommandConfiguration(
        abstract: "Stops sites gracefully, masters included, and starts them again.",
        discussion: """
            Connections wait in the backlog meanwhile. A reload does without the wait.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SiteSelection
    @OptionGroup var waiting: Waiting
}
