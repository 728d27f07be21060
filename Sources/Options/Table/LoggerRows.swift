/// Where lines of the log go.
extension OptionTable {
    static var loggerRows: [OptionRow] { targetRows + lineRows }

    private static var targetRows: [OptionRow] {
        [
            .works(
                "logger", is: logger { $0.logs.loggers.loggers.append($1) }, repeats: true, default: "the site's log",
                help: "Where the log goes: [ID] file:PATH, stdio, syslog:NAME, rsyslog:HOST:PORT or socket:ADDRESS."),
            .works(
                "req-logger", "logger-req", is: logger { $0.logs.loggers.requestLoggers.append($1) }, repeats: true,
                default: "as logger", help: "Where the lines about requests go, as logger."),
            .works(
                "log-syslog",
                is: .optionalText { settings, text in
                    if let logger = try? LoggerSetting(reading: "syslog:\(text)") {
                        settings.logs.loggers.loggers.append(logger)
                    }
                }, repeats: true, help: "The log goes to the machine's syslog: [NAME][,FACILITY]."),
            .works(
                "log-socket",
                is: .text(checking: { LoggerSetting.misreading("socket:\($0)") }) { settings, text in
                    if let logger = try? LoggerSetting(reading: "socket:\(text)") {
                        settings.logs.loggers.loggers.append(logger)
                    }
                }, repeats: true, help: "The log goes to a socket of datagrams: HOST:PORT or a path."),
        ]
    }

    private static var lineRows: [OptionRow] {
        [
            .works(
                "log-route", is: route { $0.logs.loggers.routes.append($1) }, repeats: true,
                help: "Lines that fit a regular expression go to the logger of that id: ID EXPRESSION."),
            .works(
                "log-req-route", is: route { $0.logs.loggers.requestRoutes.append($1) }, repeats: true,
                help: "As log-route, for lines about requests."),
            .works(
                "log-drain", is: .pattern { $0.logs.loggers.drains.append($1) }, repeats: true,
                help: "Leaves lines out that fit a regular expression."),
            .works(
                "log-filter", is: .pattern { $0.logs.loggers.filters.append($1) }, repeats: true,
                help: "Leaves lines out that fit none of these regular expressions."),
            .works(
                "log-encoder", is: encoder { $0.logs.loggers.encoders.append($1) }, repeats: true,
                help: "Changes each line: prefix, suffix, nl, format or json, [:ID], and a text with ${msg}, ${unix}..."
            ),
            .works(
                "log-req-encoder", is: encoder { $0.logs.loggers.requestEncoders.append($1) }, repeats: true,
                help: "As log-encoder, for lines about requests where they have a logger of their own."),
        ]
    }

    private static func logger(
        _ set: @escaping @Sendable (inout Settings, LoggerSetting) -> Void
    ) -> OptionValue {
        .text(checking: LoggerSetting.misreading) { settings, text in
            if let logger = try? LoggerSetting(reading: text) { set(&settings, logger) }
        }
    }

    private static func route(
        _ set: @escaping @Sendable (inout Settings, LogRouteSetting) -> Void
    ) -> OptionValue {
        let isOne: @Sendable (String) -> Bool = { LogRouteSetting($0, option: "", origin: .emperor) != nil }
        return .text(checking: { isOne($0) ? nil : "is not of the form ID EXPRESSION" }) { settings, text, entry in
            if let route = LogRouteSetting(text, option: entry.key, origin: entry.origin) { set(&settings, route) }
        }
    }

    private static func encoder(
        _ set: @escaping @Sendable (inout Settings, LogEncoderSetting) -> Void
    ) -> OptionValue {
        let kinds = LogEncoderSetting.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        return .text(checking: { LogEncoderSetting($0) == nil ? "is none of \(kinds)" : nil }) { settings, text in
            if let encoder = LogEncoderSetting(text) { set(&settings, encoder) }
        }
    }
}
