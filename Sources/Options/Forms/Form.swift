/// What was made of a value that has a form of its own.
struct Form<Value> {
    /// The value; nil when it is wrong.
    var value: Value?
    /// What is wrong with it, or surprising.
    var problems: [FormProblem] = []

    /// A value and what is to be said about it.
    init(_ value: Value?, _ problems: [FormProblem] = []) {
        self.value = problems.contains { $0.severity == .error } ? nil : value
        self.problems = problems
    }

    /// No value: the text goes on after "KEY = VALUE".
    static func wrong(_ text: String, uwsgi: String? = nil) -> Form {
        Form(nil, [.error(text, uwsgi: uwsgi)])
    }
}

/// Something wrong with a value that has a form of its own: what goes on after "KEY = VALUE".
struct FormProblem: Hashable, Sendable {
    let severity: Problem.Severity
    let text: String
    var uwsgi: String?

    static func error(_ text: String, uwsgi: String? = nil) -> FormProblem {
        FormProblem(severity: .error, text: text, uwsgi: uwsgi)
    }

    static func warning(_ text: String, uwsgi: String? = nil) -> FormProblem {
        FormProblem(severity: .warning, text: text, uwsgi: uwsgi)
    }
}

extension StringProtocol {
    /// The first word and what follows it; nil where nothing does.
    var firstWord: (word: String, rest: String)? {
        guard let blank = firstIndex(of: " "), blank != startIndex else { return nil }
        let rest = self[index(after: blank)...].drop { $0 == " " }
        return rest.isEmpty ? nil : (String(self[..<blank]), String(rest))
    }
}
