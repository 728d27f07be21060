import Kernel
import Protocol

/// The steps of routing of one phase, made ready once (uWSGI's core/routing.c, uwsgi_apply_routes_do).
struct RouteProgram: Sendable {
    /// How routing ended.
    enum Outcome {
        /// The request goes on.
        case goesOn
        /// It was answered, or has no answer.
        case isOver
    }

    /// What a step does to those that follow.
    enum Sequel {
        case next, last, over
        case to(label: [UInt8])
    }

    private struct Step: Sendable {
        let test: RouteTest
        let action: RouteAction?
        let label: [UInt8]?
    }

    private let steps: [Step]

    /// The steps of a phase.
    init(_ routes: [Route], _ phase: Route.Phase) {
        steps = routes.filter { $0.phase == phase }.map { route in
            var label: [UInt8]?
            if case .label(let name) = route.test { label = Array(name.utf8) }
            return Step(
                test: RouteTest(route.test), action: route.action.map { RouteAction($0, route.argument) }, label: label)
        }
    }

    /// Whether there is nothing to do.
    var isEmpty: Bool { steps.isEmpty }

    /// Goes through the steps. One can only go to a label behind it, so there is an end.
    func run(_ exchange: Exchange, _ files: FileServer) -> Outcome {
        var goal: [UInt8]?
        for step in steps {
            if let label = step.label, label == goal { goal = nil }
            guard goal == nil, let action = step.action else { continue }
            do throws(ExpressionProblem) {
                guard let match = try step.test.match(exchange) else { continue }
                switch action.run(exchange, match, files) {
                case .next: continue
                case .last: return .goesOn
                case .over: return .isOver
                case .to(let label): goal = label
                }
            } catch {
                exchange.core.note("a route: \(error)\(exchange.inRequest)")
                exchange.sendPlain("500 Internal Server Error", [])
                return .isOver
            }
        }
        return .goesOn
    }
}
