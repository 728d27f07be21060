import Options
import Protocol

extension Plan {
    /// The steps of routing; the two vocabularies have the same words.
    var routes: [Route] {
        settings.requests.routes.compactMap { route in
            guard let phase = Route.Phase(rawValue: route.phase.rawValue), let test = test(route.test) else {
                return nil
            }
            return Route(
                phase: phase, test: test, action: route.action.flatMap { Route.Action(rawValue: $0.rawValue) },
                argument: route.argument)
        }
    }

    private func test(_ test: RouteSetting.Test) -> Route.Test? {
        switch test {
        case .label(let name): .label(name)
        case .always: .always
        case .matches(let variable, let pattern): .matches(variable: variable, expression: pattern.text)
        case .status(let status): .status(status)
        case .condition(let condition, let arguments, let isNegated):
            Route.Condition(rawValue: condition.rawValue).map {
                .condition($0, arguments: arguments, isNegated: isNegated)
            }
        }
    }
}
