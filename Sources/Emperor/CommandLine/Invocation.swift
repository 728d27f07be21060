import Kernel
import Options
import SiteFile

/// What the command line asks for.
enum Invocation {
    /// Serve sites; with what is to be said about the configuration first.
    case run(Setup, warnings: [String])
    case help
    case version
    /// Print the completion script of a shell.
    case completion(Completion.Shell)
    /// Wrong usage.
    case wrong([String])
    /// A configuration that cannot be used.
    case unusable([String])

    /// Reads the arguments, the program's name not among them: our own words, then uWSGI's by the option table.
    init(_ arguments: [String]) {
        if arguments.contains("--help") || arguments.contains("-h") {
            self = .help
        } else if arguments.contains("--version") {
            self = .version
        } else if arguments.count == 2, arguments[0] == "--completion" {
            let shell = Completion.Shell(rawValue: arguments[1])
            self = shell.map(Invocation.completion) ?? .wrong(["completion is for bash, zsh or fish"])
        } else {
            self = Invocation.read(arguments)
        }
    }

    private static func read(_ arguments: [String]) -> Invocation {
        let (program, rest) = takeProgram(arguments)
        let read = Arguments(rest)
        guard read.problems.isEmpty else { return .wrong(read.problems.map(\.text)) }
        var sources = read.options
        if sources.isEmpty, read.operands.isEmpty, (try? FileFacts(path: Setup.Defaults.ini)) != nil {
            sources = [.option(key: "ini", value: Setup.Defaults.ini, origin: .argument("the default"))]
        }
        let evaluation = SiteEvaluation.evaluate(sources, in: LiveSurroundings())
        let (settings, problems) = Settings.make(from: evaluation, for: .emperor)
        let all = evaluation.problems + problems
        guard !all.containError else { return .unusable(all.map(\.description)) }
        return setup(settings.emperor, operands: read.operands, program: program, warnings: all.map(\.description))
    }

    /// `--binary-path FILE` is about this program, not about any configuration.
    private static func takeProgram(_ arguments: [String]) -> (program: String?, rest: [String]) {
        var rest = arguments
        if let index = rest.firstIndex(of: "--binary-path"), index + 1 < rest.count {
            let program = rest[index + 1]
            rest.removeSubrange(index...(index + 1))
            return (program, rest)
        }
        guard let index = rest.firstIndex(where: { $0.hasPrefix("--binary-path=") }) else { return (nil, rest) }
        return (String(rest.remove(at: index).dropFirst("--binary-path=".count)), rest)
    }

    private static func setup(
        _ settings: EmperorSettings, operands: [String], program: String?, warnings: [String]
    ) -> Invocation {
        let here = (try? currentDirectory()) ?? "/"
        let isRoot = Identity.current.uid == 0
        let vassals = settings.sources.map(directory) + operands.map(directory)
        guard vassals.count <= 1 else { return .wrong(["one directory of sites is served, not \(vassals.count)"]) }
        guard let run = settings.runDirectory ?? Setup.Defaults.runDirectory(isRoot: isRoot, environment: value) else {
            return .wrong(["XDG_RUNTIME_DIR is not set: say where the sockets are to be with --run-dir"])
        }
        guard let state = settings.stateDirectory ?? Setup.Defaults.stateDirectory(isRoot: isRoot, environment: value)
        else { return .wrong(["neither XDG_STATE_HOME nor HOME is set: say --state-dir"]) }
        let setup = Setup(
            vassals: absolute(vassals.first ?? Setup.Defaults.vassals, in: here), frequency: settings.scanInterval,
            presets: settings.defaults.map { "\($0.key)=\($0.value)" }, runDirectory: absolute(run, in: here),
            stateDirectory: absolute(state, in: here), program: absolute(program ?? besideUs, in: here),
            refusesCommands: settings.tyrant && !settings.tyrantRunsCommands
                ? "in tyrant mode the emperor allows it only with emperor-tyrant-exec" : nil)
        return objection(to: setup).map { .wrong([$0]) } ?? .run(setup, warnings: warnings)
    }

    private static func objection(to setup: Setup) -> String? {
        guard setup.runDirectory.utf8.count > Setup.longestRunDirectory else { return nil }
        return "the run directory's path has \(setup.runDirectory.utf8.count) bytes, sockets in it would outgrow"
            + " the kernel's limit: take one of at most \(Setup.longestRunDirectory) with --run-dir"
    }

    private static func directory(_ source: String) -> String {
        source.hasPrefix("dir://") ? String(source.dropFirst("dir://".count)) : source
    }

    private static func value(_ name: String) -> String? {
        environmentValue(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static var besideUs: String {
        let ourselves = (try? resolvePath("/proc/self/exe")) ?? "/usr/local/bin/emperor"
        return "\(parentDirectory(of: ourselves) ?? "")/vassal"
    }

    static var completion: Completion {
        Completion(
            program: "emperor", role: .emperor,
            own: [("help", "What there is"), ("version", "The version"), ("binary-path=", "The vassal program")])
    }

    /// How it is called, and every option that works.
    static var usage: String { synopsis + OptionHelp.text(for: .emperor) }

    private static let synopsis = """
        emperor serves the Python web sites of a directory, one uWSGI ini file each.

          emperor [--ini FILE] [--run-dir DIR] [--state-dir DIR] [--OPTION[=VALUE]]... [DIRECTORY]
          emperor --completion SHELL  print the completion script for bash, zsh or fish
          emperor --version | --help

          --binary-path FILE          the vassal program; default: the one beside this one

        Without arguments: \(Setup.Defaults.ini), else the sites of \(Setup.Defaults.vassals).
        Signals: TERM and INT stop gracefully, QUIT at once, HUP scans and reloads all sites.
        Everything else is asked for with emperorctl.

        """
}
