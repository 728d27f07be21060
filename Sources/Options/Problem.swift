/// Something wrong or surprising in a configuration.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable {
        /// The configuration cannot be used.
        case error
        /// It can be used; its author may have meant something else.
        case warning
    }

    /// Which side of an option it is about.
    public enum Part: Hashable, Sendable {
        case key, value
    }

    /// How much it matters.
    public let severity: Severity
    /// Where it stands; nil when it is something that is absent.
    public let origin: Origin?
    /// Which side of the option there.
    public let part: Part
    /// What was read, what it means here, and what to do.
    public let text: String
    /// What uWSGI makes of it, as the rest of a sentence that begins with its name; nil where it does the same.
    public let uwsgi: String?
    /// What was probably meant: the right name; nil where nothing is near.
    public let suggestion: String?

    /// A problem at a place.
    public init(
        _ severity: Severity, at origin: Origin?, on part: Part = .value, _ text: String, uwsgi: String? = nil,
        suggestion: String? = nil
    ) {
        self.severity = severity
        self.origin = origin
        self.part = part
        self.text = text
        self.uwsgi = uwsgi
        self.suggestion = suggestion
    }

    /// Where in the line it begins, in bytes counted from 1; nil where that is not known.
    public var column: Int? {
        guard let columns = origin?.columns else { return nil }
        return part == .key ? columns.key : columns.value
    }

    /// The problem in one sentence: what it is, what was meant, and what uWSGI would do.
    public var sentence: String {
        text + (suggestion.map { "; did you mean \($0)?" } ?? "") + (uwsgi.map { " (uWSGI \($0))" } ?? "")
    }

    /// The line that `--check` prints: `FILE:LINE: error: TEXT`, and the column at its end.
    public var description: String {
        let whole = "\(severity.rawValue): \(sentence)" + (column.map { " (column \($0))" } ?? "")
        return origin.map { "\($0): \(whole)" } ?? whole
    }
}

extension Array where Element == Problem {
    /// Whether one of them is an error.
    public var containError: Bool { contains { $0.severity == .error } }

    mutating func error(at origin: Origin?, on part: Problem.Part = .value, _ text: String, uwsgi: String? = nil) {
        append(Problem(.error, at: origin, on: part, text, uwsgi: uwsgi))
    }

    mutating func warning(at origin: Origin?, on part: Problem.Part = .value, _ text: String, uwsgi: String? = nil) {
        append(Problem(.warning, at: origin, on: part, text, uwsgi: uwsgi))
    }
}
