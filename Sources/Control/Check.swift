import ArgumentParser
import Kernel
import Options
import Protocol
import SiteFile

/// `emperorctl check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks for mistakes in ini files, without an emperor and without starting anything.",
        discussion: """
            Prints a line for each problem, FILE:LINE: error|warning: TEXT, and nothing where there is none. The exit \
            code is 1 when a file has errors. Of a directory, every *.ini in it is checked. Files that are checked \
            together are also checked against each other: two sites cannot have one socket or pidfile. Relative paths \
            count from the ini's directory, as they do for the emperor; root sees the disk as the site's user would.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Ini files, or directories of them.")
    var paths: [String]

    func run() throws {
        var claims = Claims()
        var code = Protocol.ExitCode.done
        for path in paths {
            for file in try iniFiles(at: path) where !check(file, &claims) { code = .failed }
        }
        try EmperorControl.finish(code)
    }

    /// Prints the problems of a file; whether a site could start with it.
    private func check(_ file: String, _ claims: inout Claims) -> Bool {
        let place = Place(of: file)
        let check = SiteCheck(file: place.path, in: place.surroundings)
        let problems =
            check.problems
            + claims.add(
                check, file: place.path, in: place.surroundings, shown: place.shown)
        for problem in problems {
            show(FoundProblem(problem, at: place), excerpt: Excerpt(of: problem, at: place))
        }
        return !problems.contains { $0.severity == .error }
    }

    private func show(_ problem: FoundProblem, excerpt: Excerpt?) {
        if global.json { return printJSON(problem) }
        printText(problem.shown.printable + "\n")
        if outputIsTerminal(), let excerpt { printText(excerpt.lines.map { $0.printable + "\n" }.joined()) }
    }
}

/// The files that a path stands for: itself, or in a directory those with a site's extension.
func iniFiles(at path: String) throws(Refusal) -> [String] {
    let names: [String]
    do {
        guard try FileFacts(path: path)?.kind == .directory else { return [path] }
        names = try listDirectory(path).filter { $0.hasSuffix(".ini") }
    } catch {
        throw Refusal(.failed, "nothing was checked: \(error)")
    }
    if names.isEmpty { throw Refusal(.failed, "\(path) is a directory with no *.ini in it: nothing was checked") }
    return names.sorted().map { (path.hasSuffix("/") ? path : path + "/") + $0 }
}
