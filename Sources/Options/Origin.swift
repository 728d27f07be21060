/// Where an option was given.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
    /// A line of a file, counted from 1, and where in it the option stands, where that is known.
    case file(String, line: Int, columns: Columns? = nil)
    /// An argument of the command line, as it was written.
    case argument(String)
    /// An environment variable, by name.
    case environment(String)
    /// A default that the emperor gives all its sites (`vassal-set`).
    case emperor

    /// Where an option's two sides begin in its line: bytes, counted from 1, as compilers count them.
    public struct Columns: Hashable, Sendable {
        /// Of the key.
        public let key: Int
        /// Of the value; of the key where there is no value.
        public let value: Int

        /// Two columns.
        public init(key: Int, value: Int) {
            self.key = key
            self.value = value
        }
    }

    /// The file; nil when it was not a file.
    public var file: String? {
        if case .file(let path, _, _) = self { return path }
        return nil
    }

    /// The line in the file, counted from 1; nil when it was not a file.
    public var line: Int? {
        if case .file(_, let line, _) = self { return line }
        return nil
    }

    /// Where in the line; nil when it was not a file, or the option was not written there itself.
    public var columns: Columns? {
        if case .file(_, _, let columns) = self { return columns }
        return nil
    }

    /// `FILE:LINE`, or in words what else it was.
    public var description: String {
        switch self {
        case .file(let path, let line, _): "\(path):\(line)"
        case .argument(let text): "command line (\(text))"
        case .environment(let name): "environment variable \(name)"
        case .emperor: "emperor default"
        }
    }
}
