import Kernel
import SiteFile

/// An ini file as the emperor would read it: by its absolute path, from its own directory. People are shown it as they
/// named it.
struct Place {
    /// As it was named.
    let given: String
    /// Absolute.
    let path: String
    /// The machine, seen from the file's directory.
    let surroundings: LiveSurroundings

    init(of file: String) {
        given = file
        let here = (try? currentDirectory()) ?? "/"
        path = file.hasPrefix("/") ? file : "\(here)/\(file.hasPrefix("./") ? String(file.dropFirst(2)) : file)"
        surroundings = LiveSurroundings(workingDirectory: parentDirectory(of: path) ?? "/")
    }

    /// How a file is shown that a configuration names.
    func shown(_ file: String) -> String {
        if file == path { return given }
        return file.hasPrefix("/") ? file : absolute(file)
    }

    /// The path from the root of a file that a configuration names.
    func absolute(_ file: String) -> String {
        file.hasPrefix("/") ? file : "\(surroundings.workingDirectory)/\(file)"
    }
}
