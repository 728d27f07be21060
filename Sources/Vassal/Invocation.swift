import Kernel
import Options

/// What the command line asks for.
enum Invocation {
    /// Run a site by itself.
    case run([IniLanguage.Source])
    /// Run a site for an emperor, whose orders come over the control socket.
    case serveEmperor(site: String)
    case printConfiguration(String)
    case check(String)
    /// Send a signal to the process of a pidfile.
    case signal(Signal, pidfile: String)
    case help
    case version
    /// Print the reference page of all options.
    case printOptions
    /// Print the completion script of a shell.
    case completion(Completion.Shell)
    /// Wrong usage, and what is wrong.
    case wrong([String])

    /// Where an emperor's master finds its listening control socket.
    static let controlSocket: Int32 = 3

    /// Reads the arguments, the program's name not among them. Our own words come first and alone; everything else is
    /// uWSGI's, by the option table.
    init(_ arguments: [String]) {
        switch (arguments.first, arguments.count) {
        case ("--help", _), ("-h", _): self = .help
        case ("--version", _): self = .version
        case ("--print-options", 1): self = .printOptions
        case ("--completion", 2):
            let shell = Completion.Shell(rawValue: arguments[1])
            self = shell.map(Invocation.completion) ?? .wrong(["completion is for bash, zsh or fish"])
        case ("--emperor-child", 2): self = .serveEmperor(site: arguments[1])
        case ("--print-config", 2): self = .printConfiguration(arguments[1])
        case ("--check", 2): self = .check(arguments[1])
        case ("--stop", 2): self = .signal(.interrupt, pidfile: arguments[1])
        case ("--reload", 2): self = .signal(.hangUp, pidfile: arguments[1])
        case ("--emperor-child", _), ("--print-config", _), ("--completion", _), ("--check", _), ("--stop", _),
            ("--reload", _):
            self = .wrong(["\(arguments[0]) takes one argument"])
        default: self = Invocation.options(arguments)
        }
    }

    private static func options(_ arguments: [String]) -> Invocation {
        let read = Arguments(arguments)
        if !read.problems.isEmpty { return .wrong(read.problems.map(\.text)) }
        let sources = read.options + read.operands.map { .file($0) }
        return sources.isEmpty ? .wrong(["there is no site to run: name an ini file, or options"]) : .run(sources)
    }

    /// Our own words, for completion.
    private static let ownWords = [
        ("help", "What there is"), ("version", "The version"), ("check=", "Print the problems of an ini file"),
        ("print-config=", "Print the options of an ini file"), ("print-options", "Print the reference page of options"),
        ("stop=", "Stop the master of a pidfile"), ("reload=", "Reload the master of a pidfile"),
    ]

    static var completion: Completion { Completion(program: "vassal", role: .site, own: ownWords) }

    /// How it is called, and every option that works.
    static var usage: String { synopsis + OptionHelp.text(for: .site) }

    private static let synopsis = """
        vassal runs one Python web site: a master, its workers, and reloads that lose no request.

          vassal [--ini] FILE[:SECTION]     run the site of an ini file, as the uwsgi command would
          vassal --OPTION [VALUE] ...       the same from options: --http-socket :8000 --wsgi-file app.py -p 4
          vassal --check FILE               print the problems of an ini file; exit code 1 when there are errors
          vassal --print-config FILE        print the options of an ini file, everything expanded
          vassal --stop | --reload PIDFILE  stop or reload a running master
          vassal --print-options            print the reference page of all options
          vassal --completion SHELL         print the completion script for bash, zsh or fish
          vassal --version | --help

        Signals: HUP reloads, TERM and INT stop gracefully, QUIT stops at once, USR1 writes the status to the log.

        """
}
