/// A step of uWSGI's internal routing: `route...`, `response-route...`, `error-route...`.
public struct RouteSetting: Hashable, Sendable {
    /// When it is looked at.
    public enum Phase: String, Hashable, Sendable {
        /// Before a file is sent or the application is called.
        case request
        /// Before the head of an answer is sent.
        case response
        /// Before that, and before an answer of ours to what no application could answer.
        case error
    }

    /// When it does something.
    public enum Test: Hashable, Sendable {
        /// Never: it is a place to go to.
        case label(String)
        /// Always.
        case always
        /// A variable fits a regular expression.
        case matches(variable: String, Pattern)
        /// A condition of `route-if` holds, or does not.
        case condition(Condition, arguments: [String], isNegated: Bool)
        /// The answer has this status.
        case status(Int)
    }

    /// Conditions of `route-if`.
    public enum Condition: String, Hashable, Sendable, CaseIterable {
        case equal, startswith, endswith, contains, regexp, empty, exists, isfile, isdir

        /// Texts that it is about, separated by `;`.
        var arguments: Int {
            switch self {
            case .equal, .startswith, .endswith, .contains, .regexp: 2
            case .empty, .exists, .isfile, .isdir: 1
            }
        }
    }

    /// What is done.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case addheader, remheader, redirect, rewrite, `static`, log, `break`, `return`, last, donotlog, goto, basicauth
        case addvar, seturi, setpathinfo, setuser, setscheme, setmethod
        case redirectPermanent = "redirect-permanent"
        case rewriteLast = "rewrite-last"
        case basicauthNext = "basicauth-next"

        /// Other names that uWSGI has for some.
        static let others: [String: Action] = [
            "continue": .last, "redirect-302": .redirect, "redirect-301": .redirectPermanent, "delheader": .remheader,
            "addheaders": .addheader,
        ]

        /// What can still be done once there is an answer.
        static let ofAnswers: Set<Action> = [.addheader, .remheader, .log, .last, .donotlog, .goto, .addvar]
    }

    /// When it is looked at.
    public let phase: Phase
    /// When it does something.
    public let test: Test
    /// What it does; nil: it is a label.
    public let action: Action?
    /// With what.
    public let argument: String
    /// Where it stands.
    public let origin: Origin
}
