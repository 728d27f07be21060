import Kernel
import Options

/// `envdir`: a directory whose files are variables, as those of daemontools' envdir(8). A variable's name is the file's, its
/// value what the file holds without the blanks at its end; an empty file removes the variable. Hidden files, and what is
/// no file, mean nothing.
enum EnvironmentDirectory {
    /// The changes that a directory asks for. It is read anew for each generation, as whom the master runs.
    static func changes(_ path: String) throws(StartProblem) -> [EnvironmentChange] {
        var changes: [EnvironmentChange] = []
        do throws(SystemError) {
            for name in try listDirectory(path).sorted() where !name.hasPrefix(".") {
                guard let facts = try FileFacts(path: path + "/" + name), facts.kind == .regular else { continue }
                changes.append(change(name, try readFile(path + "/" + name)))
            }
        } catch {
            throw StartProblem(error, for: "envdir = \(path)")
        }
        return changes
    }

    /// A file as a variable: a NUL, which no variable can hold, stands for the end of a line.
    private static func change(_ name: String, _ content: [UInt8]) -> EnvironmentChange {
        if content.isEmpty { return .remove(name: name) }
        var value = content[...]
        while let last = value.last, " \t\r\n".utf8.contains(last) { value.removeLast() }
        let lines = value.map { $0 == 0 ? UInt8(ascii: "\n") : $0 }
        return .set(name: name, value: String(decoding: lines, as: UTF8.self))
    }
}
