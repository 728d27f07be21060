import Kernel
import Options

/// Which lines go where, and as what (uWSGI's core/logging.c, uwsgi_master_log and uwsgi_master_req_log).
struct LogWays {
    /// A line for one logger, by its number; nil: the site's log.
    struct Delivery: Equatable {
        let logger: Int?
        let bytes: [UInt8]
    }

    private struct Route {
        let expression: Expression
        let logger: Int
    }

    /// The ways of one kind of lines.
    private struct Ways {
        /// Loggers without an id, by their numbers.
        var unnamed: [Int] = []
        var routes: [Route] = []
        var encoders: [LogEncoder] = []
    }

    /// Lines about requests are told apart.
    let tellRequestsApart: Bool
    private var lines = Ways()
    private var requests = Ways()
    private let ids: [String?]
    private let drains: [Expression]
    private let filters: [Expression]

    /// Every line goes to the site's log.
    init() {
        self.init(LoggerSettings())
    }

    /// Loggers are numbered in the order of `logger`, then of `req-logger`. Expressions that are none were told of when the
    /// settings were read.
    init(_ settings: LoggerSettings) {
        tellRequestsApart = settings.tellRequestsApart
        let count = settings.loggers.count
        ids = (settings.loggers + settings.requestLoggers).map(\.id)
        drains = settings.drains.compactMap { try? Expression($0.text) }
        filters = settings.filters.compactMap { try? Expression($0.text) }
        // As in uWSGI a route of either kind leads to a `logger`; that one may lead to a `req-logger` is ours.
        lines.unnamed = (0..<count).filter { ids[$0] == nil }
        lines.routes = routes(settings.routes, among: 0..<count)
        lines.encoders = settings.encoders.map(LogEncoder.init)
        requests.unnamed = (count..<ids.count).filter { ids[$0] == nil }
        requests.routes = routes(settings.requestRoutes, among: 0..<ids.count)
        requests.encoders = settings.requestEncoders.map(LogEncoder.init)
    }

    /// Routes to the first logger of each id; one to none is no route.
    private func routes(_ settings: [LogRouteSetting], among loggers: Range<Int>) -> [Route] {
        settings.compactMap { route in
            guard let logger = loggers.first(where: { ids[$0] == route.id }),
                let expression = try? Expression(route.pattern.text)
            else { return nil }
            return Route(expression: expression, logger: logger)
        }
    }

    /// Whether each line goes to the site's log as it is.
    var areNone: Bool {
        ids.isEmpty && drains.isEmpty && filters.isEmpty && lines.encoders.isEmpty
    }

    /// Where a line, with its end, goes.
    func deliveries(of line: [UInt8], isRequest: Bool) -> [Delivery] {
        let areRequests = isRequest && tellRequestsApart
        if !areRequests && isLeftOut(line) { return [] }
        let ways = areRequests ? requests : lines
        var loggers = ways.routes.filter { $0.expression.isFound(in: line.span) }.map(\.logger)
        if loggers.isEmpty { loggers = ways.unnamed }
        if loggers.isEmpty { return [delivery(of: line, to: nil, ways.encoders)] }
        return loggers.map { delivery(of: line, to: $0, ways.encoders) }
    }

    private func isLeftOut(_ line: [UInt8]) -> Bool {
        if drains.contains(where: { $0.isFound(in: line.span) }) { return true }
        return !filters.isEmpty && !filters.contains { $0.isFound(in: line.span) }
    }

    private func delivery(of line: [UInt8], to logger: Int?, _ encoders: [LogEncoder]) -> Delivery {
        let id = logger.flatMap { ids[$0] }
        let meant = encoders.filter { $0.id == nil || $0.id == id }
        return Delivery(logger: logger, bytes: meant.reduce(line) { $1.encode($0) })
    }
}
