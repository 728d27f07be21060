import Options

/// What `check` prints of a problem.
struct FoundProblem: Encodable {
    /// The file that was checked.
    let checked: String
    /// The file that it stands in: the checked one, or one that is included.
    let file: String?
    let line: Int?
    /// In bytes from 1.
    let column: Int?
    let severity: String
    /// What was read, what it means here, and what to do.
    let text: String
    /// What uWSGI makes of it, as the rest of a sentence that begins with its name.
    let uwsgi: String?
    /// The name that was probably meant.
    let suggestion: String?

    private let sentence: String
    private let origin: String?

    private enum CodingKeys: String, CodingKey {
        case checked, file, line, column, severity, text, uwsgi, suggestion
    }

    init(_ problem: Problem, at place: Place) {
        checked = place.given
        file = problem.origin?.file.map(place.shown)
        line = problem.origin?.line
        column = problem.column
        severity = problem.severity.rawValue
        text = problem.text
        uwsgi = problem.uwsgi
        suggestion = problem.suggestion
        sentence = problem.sentence
        origin = problem.origin?.description
    }

    /// `FILE:LINE: error: TEXT (column N)`.
    var shown: String {
        let place = file.flatMap { file in line.map { "\(file):\($0)" } } ?? origin ?? checked
        return "\(place): \(severity): \(sentence)" + (column.map { " (column \($0))" } ?? "")
    }
}
