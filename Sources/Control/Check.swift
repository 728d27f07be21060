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
            code is 1 when a file has errors. Of a directory, every *.ini in it is checked.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Ini files, or directories of them.")
    var paths: [String]

    func run() throws {
        var code = Protocol.ExitCode.done
        for path in paths {
            for file in try iniFiles(at: path) where !check(file) { code = .failed }
        }
        try EmperorControl.finish(code)
    }

    /// Prints the problems of a file; whether a site could start with it.
    private func check(_ file: String) -> Bool {
        let check = SiteCheck(file: file, in: LiveSurroundings())
        for problem in check.problems {
            show(problem, in: file)
        }
        return check.isUsable
    }

    private func show(_ problem: Problem, in file: String) {
        if global.json { return printJSON(FoundProblem(problem, in: file)) }
        printText(problem.description.printable + "\n")
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

/// What `check --json` prints of a problem.
private struct FoundProblem: Encodable {
    /// The file that was checked.
    let checked: String
    /// The file that it stands in: the checked one, or one that is included.
    let file: String?
    let line: Int?
    let severity: String
    let text: String

    init(_ problem: Problem, in checked: String) {
        self.checked = checked
        file = problem.origin?.file
        line = problem.origin?.line
        severity = problem.severity.rawValue
        text = problem.text
    }
}
