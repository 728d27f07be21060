import Options

extension IniLanguage {
    /// A site's configuration with what the emperor gives all its sites: "KEY=VALUE" before and after the site's own.
    public static func sources(
        of site: Source, before: [String], after: [String]
    ) -> [Source] {
        before.map(givenByEmperor) + [site] + after.map(givenByEmperor)
    }

    private static func givenByEmperor(_ text: String) -> Source {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return .option(key: parts[0], value: parts.count > 1 ? parts[1] : nil, origin: .emperor)
    }
}
