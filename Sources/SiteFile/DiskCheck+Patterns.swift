import Kernel
import Options

/// Whether regular expressions are some.
extension DiskCheck {
    mutating func checkPatterns() {
        let files = settings.requests.files
        let expiries = files.expiries.filter { $0.subject != .type }.map(\.pattern)
        let routes = settings.requests.routes.compactMap { route in
            if case .matches(_, let pattern) = route.test { pattern } else { nil as Pattern? }
        }
        for pattern in expiries + files.compressedPatterns + settings.logs.loggers.patterns + routes {
            do throws(ExpressionProblem) {
                _ = try Expression(pattern.text)
            } catch {
                report(.error, pattern.option, at: pattern.origin, error.description)
            }
        }
    }

    /// Routes of the log to loggers that there are not, which do nothing.
    mutating func checkLogRoutes() {
        let loggers = settings.logs.loggers
        for (routes, targets) in [
            (loggers.routes, loggers.loggers), (loggers.requestRoutes, loggers.loggers + loggers.requestLoggers),
        ] {
            for route in routes where !targets.contains(where: { $0.id == route.id }) {
                report(
                    .warning, route.pattern.option, at: route.pattern.origin, "there is no logger \(route.id)",
                    uwsgi: "ignores it in silence")
            }
        }
    }

    mutating func checkLoggers() {
        for logger in settings.logs.loggers.loggers + settings.logs.loggers.requestLoggers {
            guard case .file(let path, _, _) = logger.target else { continue }
            requireParent(of: fromSite(path), "logger", evaluation.origin(of: "logger"))
        }
    }
}
