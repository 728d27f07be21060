/// uWSGI's internal routing.
extension OptionTable {
    static var routeRows: [OptionRow] {
        rows(of: .request, "route", "Before a file is sent or the application is called, ")
            + rows(of: .response, "response-route", "Before an answer is sent, ")
            + rows(of: .error, "error-route", "Before an answer is begun, of whatever status, ")
    }

    /// What an option's name ends with, the subject, and what that is.
    private static let subjects: [(String, RouteSetting.Kind.Subject, String)] = [
        ("", .variable("PATH_INFO"), "does something if PATH_INFO fits: EXPRESSION ACTION:ARGUMENT."),
        ("-host", .variable("HTTP_HOST"), "does something if HTTP_HOST fits: EXPRESSION ACTION:ARGUMENT."),
        ("-uri", .variable("REQUEST_URI"), "does something if REQUEST_URI fits: EXPRESSION ACTION:ARGUMENT."),
        ("-qs", .variable("QUERY_STRING"), "does something if QUERY_STRING fits: EXPRESSION ACTION:ARGUMENT."),
        ("-remote-addr", .variable("REMOTE_ADDR"), "does something if REMOTE_ADDR fits: EXPRESSION ACTION:ARGUMENT."),
        (
            "-user-agent", .variable("HTTP_USER_AGENT"),
            "does something if HTTP_USER_AGENT fits: EXPRESSION ACTION:ARGUMENT."
        ),
        ("-remote-user", .variable("REMOTE_USER"), "does something if REMOTE_USER fits: EXPRESSION ACTION:ARGUMENT."),
        ("-referer", .variable("HTTP_REFERER"), "does something if HTTP_REFERER fits: EXPRESSION ACTION:ARGUMENT."),
        (
            "-if", .condition(isNegated: false),
            "does something if a condition holds: CONDITION:TEXT[;TEXT] ACTION:ARGUMENT."
        ),
        ("-if-not", .condition(isNegated: true), "does something if a condition does not hold, as route-if."),
        ("-run", .run, "does something in any case: ACTION:ARGUMENT."),
        ("-label", .label, "is a place to go to."),
    ]

    private static func rows(of phase: RouteSetting.Phase, _ name: String, _ when: String) -> [OptionRow] {
        var all = subjects
        if phase != .request {
            all.append(("-status", .status, "does something if it has a status: STATUS ACTION:ARGUMENT."))
        }
        return all.map { ending, subject, what in
            row(name + ending, RouteSetting.Kind(phase: phase, subject: subject), when + what)
        }
    }

    private static func row(_ name: String, _ kind: RouteSetting.Kind, _ help: String) -> OptionRow {
        .works(
            name,
            is: .text(checking: { text in
                do throws(Misreading) {
                    _ = try RouteSetting(reading: text, kind, option: name, origin: .emperor)
                    return nil
                } catch {
                    return error.text
                }
            }) { settings, text, entry in
                if let route = try? RouteSetting(reading: text, kind, option: entry.key, origin: entry.origin) {
                    settings.requests.routes.append(route)
                }
            }, repeats: true, help: help)
    }
}
