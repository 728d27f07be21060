/// Options that belong together, under a title.
public struct OptionTheme: Sendable {
    /// A heading.
    public let title: String
    /// Those that are described one by one, then the families.
    public let rows: [OptionRow]

    init(_ title: String, _ rows: [OptionRow], _ families: [OptionFamily] = []) {
        self.title = title
        self.rows = rows + families.flatMap(\.rows)
    }
}

extension OptionTable {
    static var allThemes: [OptionTheme] {
        [
            OptionTheme("Sockets", socketRows, socketFamilies),
            OptionTheme("HTTP", httpRows, httpFamilies),
            OptionTheme("Processes and threads", processRows, processFamilies),
            OptionTheme("The application and its Python", pythonRows, pythonFamilies),
            OptionTheme("Users and groups", identityRows, identityFamilies),
            OptionTheme("Limits and timeouts", limitRows, limitFamilies),
            OptionTheme("Reload and stop", reloadRows, reloadFamilies),
            OptionTheme("Logs", logRows + loggerRows, logFamilies),
            OptionTheme("Files", staticRows),
            OptionTheme("Headers, routes, figures", serveRows + routeRows, serveFamilies),
            OptionTheme("Beside the workers", besideRows + hookRows, besideFamilies),
            OptionTheme("The ini language", languageRows, languageFamilies),
            OptionTheme("The emperor", emperorRows, emperorFamilies),
            OptionTheme("Ours", ownRows),
            OptionTheme("Other languages, and what does not belong here", [], foreignFamilies),
        ]
    }
}
