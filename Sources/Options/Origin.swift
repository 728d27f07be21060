/// Where an option was given.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
    /// A line of a file, counted from 1.
    case file(String, line: Int)
    /// An argument of the command line, as it was written.
    case argument(String)
    /// An environment variable, by name.
    case environment(String)
    /// A default that the emperor gives all its sites (`vassal-set`).
    case emperor

    /// The file; nil when it was not a file.
    public var file: String? {
        if case .file(let path, _) = self { return path }
        return nil
    }

    /// The line in the file, counted from 1; nil when it was not a file.
    public var line: Int? {
        if case .file(_, let line) = self { return line }
        return nil
    }

    /// `FILE:LINE`, or in words what else it was.
    public var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .argument(let text): "command line (\(text))"
        case .environment(let name): "environment variable \(name)"
        case .emperor: "emperor default"
        }
    }
}
