import Kernel
import Options

/// Where the interpreter of a site keeps its modules, by the layout of installations and of virtualenvs (PEP 405).
struct PythonLibraries {
    let app: AppSettings
    let surroundings: LiveSurroundings

    init(of app: AppSettings, in surroundings: LiveSurroundings) {
        self.app = app
        self.surroundings = surroundings
    }

    /// The directories of the standard library and of what is installed; nil where no interpreter is found.
    var directories: [String]? {
        if let home = app.home.map(surroundings.absolute) {
            guard let base = base(of: home) else { return nil }
            let isAlone = sharesPackages(home) == false
            return (isAlone || base != home ? packages(in: home) : [])
                + (isAlone ? standard(base) : libraries(of: base))
        }
        return interpreter.flatMap(prefix).map(libraries)
    }

    /// Whether a virtualenv has the packages of its installation as well; nil where it is no virtualenv.
    private func sharesPackages(_ home: String) -> Bool? {
        guard case .success(let bytes) = surroundings.readFile("\(home)/pyvenv.cfg") else { return nil }
        let settings = String(decoding: bytes, as: UTF8.self).lowercased().filter { $0 != " " }
        return settings.contains("include-system-site-packages=true")
    }

    private var interpreter: String? {
        if let named = app.interpreter, named.contains("/") { return surroundings.absolute(named) }
        let path = surroundings.environment.first { $0.name == Array("PATH".utf8) }?.value ?? []
        let name = app.interpreter ?? app.usualInterpreter
        return String(decoding: path, as: UTF8.self).split(separator: ":").map { "\($0)/\(name)" }.first(
            where: mayExecute)
    }

    /// `/usr` of `/usr/bin/python3.11`.
    private func prefix(of executable: String) -> String? {
        (try? resolvePath(executable)).flatMap(parentDirectory).flatMap(parentDirectory)
    }

    /// The installation that a virtualenv was made from, or the home itself where it is one.
    private func base(of home: String) -> String? {
        prefix(of: "\(home)/bin/python") ?? prefix(of: "\(home)/bin/python3")
    }

    private func libraries(of prefix: String) -> [String] {
        let debian = prefix == "/usr" ? glob("/usr/local/lib/python3*/dist-packages") : []
        return standard(prefix) + packages(in: prefix) + debian
    }

    private func standard(_ prefix: String) -> [String] {
        let library = glob("\(prefix)/lib/python3*")
        return library + library.map { "\($0)/lib-dynload" }
    }

    private func packages(in prefix: String) -> [String] {
        glob("\(prefix)/lib/python3*/site-packages") + glob("\(prefix)/lib/python3*/dist-packages")
    }

    private func glob(_ pattern: String) -> [String] {
        surroundings.glob(pattern).filter { !$0.contains("*") }.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}
