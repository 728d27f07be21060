/// A step of uWSGI's internal routing, in the order of the file.
public struct Route: Codable, Hashable, Sendable {
    /// When it is looked at.
    public enum Phase: String, Codable, Hashable, Sendable { case request, response, error }

    /// When it does something.
    public enum Test: Codable, Hashable, Sendable {
        /// Never: it is a place to go to.
        case label(String)
        case always
        /// A variable fits a regular expression.
        case matches(variable: String, expression: String)
        /// A condition holds, or does not.
        case condition(Condition, arguments: [String], isNegated: Bool)
        /// The answer has this status.
        case status(Int)
    }

    /// Conditions, by uWSGI's names.
    public enum Condition: String, Codable, Hashable, Sendable {
        case equal, startswith, endswith, contains, regexp, empty, exists, isfile, isdir
    }

    /// What is done, by uWSGI's names.
    public enum Action: String, Codable, Hashable, Sendable {
        case addheader, remheader, redirect, rewrite, `static`, log, `break`, `return`, last, donotlog, goto, basicauth
        case addvar, seturi, setpathinfo, setuser, setscheme, setmethod
        case redirectPermanent = "redirect-permanent"
        case rewriteLast = "rewrite-last"
        case basicauthNext = "basicauth-next"
    }

    /// When it is looked at.
    public var phase: Phase
    /// When it does something.
    public var test: Test
    /// What it does; nil: it is a label.
    public var action: Action?
    /// With what: a text with `$1` and `${NAME}`.
    public var argument: String

    /// A step.
    public init(phase: Phase, test: Test, action: Action?, argument: String) {
        self.phase = phase
        self.test = test
        self.action = action
        self.argument = argument
    }
}
