import ArgumentParser

/// Which sites a verb is about.
struct SiteSelection: ParsableArguments {
    @Argument(help: ArgumentHelp("Names of sites: their ini files' without .ini.", valueName: "site"))
    var sites: [String] = []

    @Flag(help: "All sites that are not stopped.")
    var all = false

    func validate() throws {
        if sites.isEmpty && !all { throw ValidationError("Name a site, or give --all.") }
        if all && !sites.isEmpty { throw ValidationError("Give either --all or names, not both.") }
    }
}
