/// Steps of routing, as uWSGI reads them (core/routing.c, uwsgi_opt_add_route).
extension RouteSetting {
    /// What an option's name says of its steps: when they are looked at, and what of.
    struct Kind: Sendable {
        let phase: Phase
        let subject: Subject

        enum Subject: Hashable, Sendable {
            case variable(String)
            case condition(isNegated: Bool)
            case status, run, label
        }
    }

    init(reading text: String, _ kind: Kind, option: String, origin: Origin) throws(Misreading) {
        phase = kind.phase
        self.origin = origin
        if kind.subject == .label {
            (test, action, argument) = (.label(text), nil, "")
            return
        }
        var command = text
        if kind.subject == .run {
            test = .always
        } else {
            let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw Misreading("has no action behind a blank") }
            command = parts[1]
            test = try Self.test(parts[0], kind.subject, option, origin)
        }
        (action, argument) = try Self.action(command, kind.phase)
    }

    private static func test(
        _ text: String, _ subject: Kind.Subject, _ option: String, _ origin: Origin
    ) throws(Misreading) -> Test {
        switch subject {
        case .variable(let name): return .matches(variable: name, Pattern(text: text, option: option, origin: origin))
        case .status:
            guard let status = Int(text) else { throw Misreading("names no status") }
            return .status(status)
        case .condition(let isNegated): return try condition(text, isNegated)
        case .run, .label: return .always
        }
    }

    private static func condition(_ text: String, _ isNegated: Bool) throws(Misreading) -> Test {
        guard let colon = text.firstIndex(of: ":") else { throw Misreading("has no : behind the name of a condition") }
        let name = String(text[..<colon])
        guard let condition = Condition(rawValue: name) else {
            let known = Condition.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misreading("has a condition that there is not, \(name): use \(known)")
        }
        let arguments = text[text.index(after: colon)...]
            .split(separator: ";", maxSplits: condition.arguments - 1, omittingEmptySubsequences: false).map(
                String.init)
        guard arguments.count == condition.arguments else { throw Misreading("has no ; between what is compared") }
        for argument in arguments { try check(variablesOf: argument) }
        return .condition(condition, arguments: arguments, isNegated: isNegated)
    }

    private static func action(_ text: String, _ phase: Phase) throws(Misreading) -> (Action, String) {
        guard let colon = text.firstIndex(of: ":") else { throw Misreading("has no : behind the name of an action") }
        let name = String(text[..<colon])
        guard let action = Action(rawValue: name) ?? Action.others[name] else {
            throw Misreading("has an action that is not supported, \(name): \(instead(of: name))")
        }
        guard phase == .request || Action.ofAnswers.contains(action) else {
            throw Misreading("has an action that comes too late for an answer that is there, \(name)")
        }
        let argument = String(text[text.index(after: colon)...])
        try check(variablesOf: argument)
        if let wrong = wrong(argument, for: action) { throw Misreading(wrong) }
        return (action, argument)
    }

    private static func instead(of name: String) -> String {
        switch name {
        case "http", "uwsgi", "fcgi", "scgi", "proxy", "httpdumb": "have nginx pass such requests on"
        default: "use " + Action.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }

    private static func wrong(_ argument: String, for action: Action) -> String? {
        switch action {
        case .addheader: argument.contains(":") ? nil : "has no NAME: VALUE for addheader"
        case .addvar: argument.contains("=") ? nil : "has no NAME=VALUE for addvar"
        case .basicauth, .basicauthNext:
            argument.split(separator: ",").count == 2 && argument.contains(":")
                ? nil
                : "has no REALM,USER:PASSWORD for basicauth; files of passwords are not read: protect the path in nginx"
        case .return: Int(argument) == nil ? "has no status for return" : nil
        case .break: argument.isEmpty || Int(argument.prefix(3)) != nil ? nil : "has no status for break"
        default: nil
        }
    }

    /// `${NAME}` is a variable, `${cookie[NAME]}` and `${qs[NAME]}` are parts of one; others are not known.
    private static func check(variablesOf text: String) throws(Misreading) {
        var rest = text[...]
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            let name = rest[open.upperBound..<close]
            if let bracket = name.firstIndex(of: "["), !["cookie", "qs"].contains(name[..<bracket]) {
                throw Misreading(
                    "names what is not supported, ${\(name)}: use ${VARIABLE}, ${cookie[NAME]}, ${qs[NAME]}")
            }
            rest = rest[close...]
        }
    }
}
