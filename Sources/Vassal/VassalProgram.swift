import Kernel
import Options
import Protocol
import SiteFile

/// The vassal command: reads its arguments and does what they ask for.
enum VassalProgram {
    /// Wrong configuration, as uWSGI exits for it.
    static let configurationError: Int32 = 1
    private static let wrongUsage: Int32 = 2

    /// Runs the command and returns its exit code.
    static func main(_ arguments: [String]) -> Int32 {
        switch Invocation(arguments) {
        case .run(let sources): return runAlone(sources)
        case .serveEmperor(let site): return serveEmperor(site)
        case .printConfiguration(let file): return printConfiguration(file)
        case .check(let file): return check(file)
        case .signal(let signal, let pidfile): return send(signal, pidfile: pidfile)
        case .help: printText(Invocation.usage)
        case .printOptions: printText(OptionsPage.text)
        case .completion(let shell): printText(Invocation.completion.script(for: shell))
        case .version: printText("vassal \(emperorVersion)\n")
        case .wrong(let problems):
            for problem in problems { writeLine("vassal: \(problem)") }
            writeLine("vassal --help shows what there is")
            return wrongUsage
        }
        return 0
    }

    private static func printConfiguration(_ file: String) -> Int32 {
        let evaluation = SiteEvaluation.evaluate([.file(file)], in: LiveSurroundings())
        for entry in evaluation.entries { writeBytes(entry.line + [0x0A], to: 1) }
        return report(evaluation.problems)
    }

    private static func check(_ file: String) -> Int32 {
        let check = SiteCheck(file: file, in: LiveSurroundings())
        for problem in check.problems { printText("\(problem)\n") }
        return check.isUsable ? 0 : configurationError
    }

    /// Errors go to standard error; the exit code says whether there were any.
    private static func report(_ problems: [Problem]) -> Int32 {
        let errors = problems.filter { $0.severity == .error }
        for problem in errors { writeLine("\(problem)") }
        return errors.isEmpty ? 0 : configurationError
    }

    private static func send(_ signal: Signal, pidfile: String) -> Int32 {
        do throws(SystemError) {
            guard let pid = try Pidfile.read(pidfile), let process = ProcessIdentity(of: pid) else {
                writeLine("vassal: \(pidfile) names no process that runs")
                return configurationError
            }
            return try process.send(signal) ? 0 : configurationError
        } catch {
            writeLine("vassal: \(error)")
            return configurationError
        }
    }

    // MARK: - Masters

    private static func serveEmperor(_ site: String) -> Int32 {
        run(Configuration(site: site, sources: [], directory: "/"), controlSocket: Invocation.controlSocket) { _ in }
    }

    /// Makes a master and has it work. Start-up may fail; once the loop turns, nothing ends it but an order.
    private static func run(
        _ configuration: Configuration, controlSocket: Int32?, begin: (Master) -> Void
    ) -> Int32 {
        do throws(SystemError) {
            let master = try Master(
                configuration: configuration, sharedExtension: try WorkerExtension.open(),
                controlSocket: controlSocket)
            begin(master)
            return master.run()
        } catch {
            writeLine("vassal: \(configuration.site): \(error)")
            return configurationError
        }
    }

    private static func becomeEmperor(_ sources: [IniLanguage.Source]) -> Int32 {
        do throws(SystemError) {
            try EmperorHandover.hand(over: sources)
        } catch {
            writeLine("vassal: the emperor cannot be started: \(error)")
            return configurationError
        }
    }

    private static func runAlone(_ sources: [IniLanguage.Source]) -> Int32 {
        if EmperorHandover.isFor(sources) { return becomeEmperor(sources) }
        let directory = (try? currentDirectory()) ?? "/"
        let configuration = Configuration(site: siteName(sources), sources: sources, directory: directory)
        let plan: Plan
        switch configuration.read(isReload: false) {
        case .plan(let read): plan = read
        case .refused(let text, let isUnderstood):
            writeLine(text)
            return isUnderstood ? SiteLife.failedAppCode : configurationError
        }
        guard plan.settings.logs.daemonize != nil else {
            return run(configuration, controlSocket: nil) { master in
                master.beginAlone { if $0.failure == nil { notifySupervisor("READY=1") } }
            }
        }
        return Daemon.run { announce in
            run(configuration, controlSocket: nil) { $0.beginAlone(announce) }
        }
    }

    /// The ini's name without its ending, or "vassal" for a site made of options.
    private static func siteName(_ sources: [IniLanguage.Source]) -> String {
        for source in sources {
            var path: String?
            if case .file(let file) = source { path = file }
            if case .option("ini", let value, _) = source { path = value }
            guard let name = path?.split(separator: "/").last?.split(separator: ":").first else { continue }
            return name.hasSuffix(".ini") ? String(name.dropLast(4)) : String(name)
        }
        return "vassal"
    }
}

extension Master {
    /// Brings up the first generation of a lone master; `announce` hears how it went.
    func beginAlone(_ announce: @escaping (Verdict) -> Void) {
        onFirstVerdict = announce
        bringUp(request: nil, cause: "started")
    }
}
