import ArgumentParser
import Protocol

/// `emperorctl start`.
struct Start: SiteVerb {
    static let verb = Verb.start
    static let configuration = CommandConfiguration(
        abstract: "Starts sites that are stopped or have failed.",
        discussion: """
            What was stopped by an administrator stays so until this. A site that runs already is left alone.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SiteSelection
    @OptionGroup var waiting: Waiting
}
