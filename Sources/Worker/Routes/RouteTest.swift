import Kernel
import Protocol

/// When a step of routing does something.
enum RouteTest: Sendable {
    case never, always
    case status(Int)
    case matches(variable: [UInt8], Expression?)
    case condition(Route.Condition, [RouteText], Expression?, isNegated: Bool)

    init(_ test: Route.Test) {
        switch test {
        case .label: self = .never
        case .always: self = .always
        case .status(let status): self = .status(status)
        case .matches(let variable, let expression):
            self = .matches(variable: Array(variable.utf8), try? Expression(expression))
        case .condition(let condition, let arguments, let isNegated):
            let expression = condition == .regexp ? arguments.last.flatMap { try? Expression($0) } : nil
            self = .condition(condition, arguments.map(RouteText.init), expression, isNegated: isNegated)
        }
    }

    /// What fitted; nil: it does nothing.
    func match(_ exchange: Exchange) throws(ExpressionProblem) -> RouteText.Match? {
        switch self {
        case .never: return nil
        case .always: return RouteText.Match()
        case .status(let status): return exchange.statusInHand == status ? RouteText.Match() : nil
        case .matches(let variable, let expression): return try find(expression, in: exchange.variable(variable) ?? [])
        case .condition(let condition, let texts, let expression, let isNegated):
            let match = try holds(condition, texts.map { $0.filled(exchange, RouteText.Match()) }, expression)
            return isNegated ? (match == nil ? RouteText.Match() : nil) : match
        }
    }

    private func find(
        _ expression: Expression?, in subject: ArraySlice<UInt8>
    ) throws(ExpressionProblem) -> RouteText.Match? {
        guard let groups = try expression?.match(subject.span) else { return nil }
        return RouteText.Match(subject: subject, groups: groups)
    }

    private func holds(
        _ condition: Route.Condition, _ texts: [[UInt8]], _ expression: Expression?
    ) throws(ExpressionProblem) -> RouteText.Match? {
        if condition == .regexp { return try find(expression, in: texts[0][...]) }
        return holds(condition, texts[0], texts.count > 1 ? texts[1] : []) ? RouteText.Match() : nil
    }

    private func holds(_ condition: Route.Condition, _ first: [UInt8], _ second: [UInt8]) -> Bool {
        switch condition {
        case .equal: first == second
        case .startswith: first.starts(with: second)
        case .endswith: first.count >= second.count && first.suffix(second.count).elementsEqual(second)
        case .contains: first.contains(second)
        case .empty: first.isEmpty
        case .exists: kind(first) != nil
        case .isfile: kind(first) == .regular
        case .isdir: kind(first) == .directory
        case .regexp: false
        }
    }

    private func kind(_ path: [UInt8]) -> FileFacts.Kind? {
        if path.contains(0) { return nil }
        return (try? FileFacts(path: String(decoding: path, as: UTF8.self)))?.kind
    }
}
