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
        let ownSite = ownSite(sources, evaluation)
        let (settings, problems) = Settings.make(from: evaluation, for: ownSite == nil ? .emperor : .both)
        let all = evaluation.problems + problems
        guard !all.containError else { return .unusable(all.map(\.description)) }
        do throws(SetupProblem) {
            let setup = try Setup(
                settings, operands: read.operands, program: program ?? besideUs, ownSite: ownSite)
            return .run(setup, warnings: all.map(\.description))
        } catch {
            return error.isUsage ? .wrong([error.text]) : .unusable(["emperor: \(error.text)"])
        }
    }

    /// The emperor's own ini, where it names an application as well: then it does both, as uWSGI does.
    private static func ownSite(_ sources: [IniLanguage.Source], _ evaluation: Evaluation) -> String? {
        guard Settings.make(from: evaluation).settings.namesApp else { return nil }
        for case .option("ini", let file?, _) in sources { return file }
        return nil
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
        emperor serves Python web sites, one uWSGI ini file each, of directories and patterns.

          emperor [--ini FILE] [--run-dir DIR] [--state-dir DIR] [--OPTION[=VALUE]]... [DIRECTORY|GLOB]...
          emperor --completion SHELL  print the completion script for bash, zsh or fish
          emperor --version | --help

          --binary-path FILE          the vassal program; default: the one beside this one

        Without arguments: \(Setup.Defaults.ini), else the sites of \(Setup.Defaults.vassals).
        Signals: TERM and INT stop gracefully, QUIT at once, HUP reads the configuration again, scans and reloads
        all sites.
        Everything else is asked for with emperorctl.

        """
}
