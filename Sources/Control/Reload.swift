import ArgumentParser
import Protocol

/// `emperorctl reload`.
struct Reload: SiteVerb {
    static let verb = Verb.reload
    static let configuration = CommandConfiguration(
        abstract: "Brings up a new generation of sites; the old one serves until it is ready.",
        discussion: """
            No request is lost or waits. If the new generation does not come up, the old one goes on serving, the reason is \
            printed with the last lines of output, and the site is shown as degraded.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SiteSelection
    @OptionGroup var waiting: Waiting
}
