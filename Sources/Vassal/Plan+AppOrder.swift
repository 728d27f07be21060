import Options
import Protocol

extension Plan {
    /// Modules besides the app's.
    var extraModules: ExtraModules {
        func aliases(_ mappings: [Mapping]) -> [ExtraModules.Alias] {
            mappings.map { ExtraModules.Alias(name: $0.key, module: $0.value) }
        }
        var modules = ExtraModules()
        modules.aliases = aliases(settings.app.moduleAliases)
        modules.shared = settings.app.sharedImports
        modules.imports = settings.app.imports
        modules.lateAliases = aliases(settings.app.lateModuleAliases)
        return modules
    }
}

// What the workers are told about single requests.
extension Plan {
    /// The log's lines about requests.
    var requestLines: RequestLines {
        var lines = RequestLines()
        lines.ofAll = settings.logs.requests
        lines.memory = settings.logs.memory
        lines.microseconds = settings.logs.microseconds
        lines.forwardedFor = settings.logs.forwardedFor
        lines.exceptions = lineExceptions
        lines.format = settings.logs.format
        lines.dateFormat = settings.logs.formatsDate ? settings.logs.date.flatMap { $0.isEmpty ? nil : $0 } : nil
        lines.isJSON = settings.logs.isJSON
        // The date before the others' lines is not before these.
        lines.areMarked = settings.logs.loggers.tellRequestsApart || settings.logs.date != nil
        return lines
    }

    /// What is done to the answers of the app.
    func addAnswers(to order: inout AppOrder) {
        order.addedHeaders = settings.requests.addedHeaders.map { AppOrder.Header(name: $0.key, value: $0.value) }
        order.removedHeaders = settings.requests.removedHeaders
        order.showsExceptions = settings.requests.showsExceptions
    }

    /// How long clients are waited for. As for uWSGI's router, 1 keeps HTTP connections for the time that counts anyway.
    var clientTimes: ClientTimes {
        var times = ClientTimes()
        times.socket = settings.requests.socketTimeout
        times.sending = settings.requests.sendTimeout
        times.http = settings.requests.httpTimeout
        times.httpHead = settings.requests.httpHeadTimeout
        times.httpIdle = settings.requests.keepAliveTimeout == 1 ? nil : settings.requests.keepAliveTimeout
        return times
    }

    private var lineExceptions: RequestLines.Exceptions {
        let asked = settings.logs.exceptions
        var exceptions = RequestLines.Exceptions()
        exceptions.clientErrors = asked.clientErrors
        exceptions.serverErrors = asked.serverErrors
        exceptions.empty = asked.empty
        exceptions.failures = asked.failures
        exceptions.files = asked.files
        exceptions.slow = asked.slow
        exceptions.big = asked.big
        return exceptions
    }
}
