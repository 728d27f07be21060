/// The values of `cron` and its kin (core/cron.c).
enum CronForms {
    /// `MINUTE HOUR DAY MONTH WEEKDAY COMMAND`.
    static func plain(_ text: String, isUnique: Bool) -> Form<CronSettings> {
        let words = text.split(separator: " ", maxSplits: 5)
        let numbers = words.prefix(5).map { Int($0) }
        guard words.count == 6 else {
            return .wrong("is not of the form MINUTE HOUR DAY MONTH WEEKDAY COMMAND", uwsgi: "ends with an error")
        }
        if let index = numbers.firstIndex(of: nil) {
            return .wrong(
                "has \(words[index]) for the \(names[index]): \(advice(words[index]))", uwsgi: "ends with an error")
        }
        var cron = CronSettings(command: String(words[5].drop { $0 == " " }))
        cron.isUnique = isUnique
        for (path, number) in zip(paths, numbers) { cron[keyPath: path] = number ?? -1 }
        return checked(cron)
    }

    /// `KEY=VALUE,KEY=VALUE COMMAND`; where the first word has no `=` in it, all of it is the command.
    static func keyed(_ text: String) -> Form<CronSettings> {
        guard let word = text.firstWord, word.word.contains("=") else {
            if text.isEmpty || text.contains("=") && text.firstWord == nil {
                return .wrong("has no command: write KEY=VALUE,KEY=VALUE COMMAND", uwsgi: "ends with an error")
            }
            return Form(CronSettings(command: text))
        }
        var values = KeyValues(
            word.word, keys: ["minute", "hour", "day", "month", "week", "unique", "harakiri", "legion"])
        var cron = CronSettings(command: word.rest)
        for (path, key) in zip(paths, ["minute", "hour", "day", "month", "week"]) {
            guard let number = values.text(key) else { continue }
            guard let value = Int(number) else {
                return .wrong("has \(key)=\(number): \(advice(number[...]))", uwsgi: "reads 0 from what is no number")
            }
            cron[keyPath: path] = value
        }
        cron.isUnique = values.flag("unique")
        cron.harakiri = values.number("harakiri", 0...Int(Int32.max))
        if values.text("legion") != nil {
            return .wrong("has legion, which is not supported: there is no clustering; take the key out")
        }
        return checked(cron, values.problems)
    }

    private static var paths: [WritableKeyPath<CronSettings, Int>] { [\.minute, \.hour, \.day, \.month, \.weekday] }
    private static let names = ["minute", "hour", "day", "month", "weekday"]
    private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]

    private static func advice(_ word: Substring) -> String {
        if word == "*" { return "write -1 for all" }
        if word.hasPrefix("*/") { return "write -\(word.dropFirst(2)) for every \(word.dropFirst(2))" }
        return "write a number, -1 for all, or -N for those that N divides; for several, several options"
    }

    /// A number that no time has makes a command that never runs.
    private static func checked(_ cron: CronSettings, _ problems: [FormProblem] = []) -> Form<CronSettings> {
        var problems = problems
        for (index, path) in paths.enumerated() {
            let (number, range) = (cron[keyPath: path], ranges[index])
            if range.contains(number) { continue }
            if number < 0 { continue }
            let text = "has \(number) for the \(names[index]), which is never: write \(range.lowerBound) to "
            problems.append(.warning(text + "\(range.upperBound)", uwsgi: "never runs it, and says nothing"))
        }
        return Form(cron, problems)
    }
}
