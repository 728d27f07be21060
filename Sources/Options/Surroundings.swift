/// The world that a configuration asks: files, the environment, the machine.
///
/// Paths are as the configuration writes them; relative ones count from `workingDirectory`.
public protocol Surroundings {
    /// The environment, in its order.
    var environment: [EnvironmentVariable] { get }
    /// The machine's name (`%h`).
    var hostName: String { get }
    /// How many processors there are (`%k`).
    var processorCount: Int { get }
    /// The current directory (`%v`).
    var workingDirectory: String { get }
    /// The path of the running program (`%b`).
    var program: String { get }
    /// The time, microseconds since 1970 (`%t`, `%T`).
    var now: Int64 { get }
    /// The running user (`%u`, `%U`).
    var user: NamedID { get }
    /// The running group (`%g`, `%G`).
    var group: NamedID { get }
    /// Whether this start is a reload (`if-reload`).
    var isReload: Bool { get }

    /// A file's content; `-` is standard input.
    func readFile(_ path: String) -> Result<[UInt8], SurroundingsFailure>
    /// What a shell command prints, its time bounded (`exec://`).
    func run(_ command: String) -> Result<[UInt8], SurroundingsFailure>
    /// What is at a path, links followed; nil when there is nothing, or nothing that may be read.
    func kind(of path: String) -> PathKind?
    /// Whether the path itself is a symbolic link.
    func isLink(_ path: String) -> Bool
    /// The inode of the path itself, links not followed; nil when there is nothing.
    func inode(of path: String) -> UInt64?
    /// The absolute path with every link resolved; nil when there is nothing.
    func realPath(_ path: String) -> String?
    /// The paths that a glob pattern stands for, directories with a trailing slash; the pattern itself when there are none.
    func glob(_ pattern: String) -> [String]
    /// Whether an extended regular expression matches; nil when it cannot be compiled.
    func matches(_ text: String, pattern: String) -> Bool?
}

/// A variable of the environment.
public struct EnvironmentVariable: Hashable, Sendable {
    /// Its name.
    public let name: [UInt8]
    /// Its value.
    public let value: [UInt8]

    /// A variable.
    public init(name: [UInt8], value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// A user or a group: the number, and the name where it has one.
public struct NamedID: Hashable, Sendable {
    /// The number.
    public let number: UInt32
    /// The name; the number in digits where it has none.
    public let name: String

    /// A user or group; without a name the number stands for it.
    public init(number: UInt32, name: String?) {
        self.number = number
        self.name = name ?? String(number)
    }
}

/// What is at a path.
public enum PathKind: Hashable, Sendable {
    /// A regular file, a directory, or something else.
    case file, directory, other
}

/// Why a file could not be read, or a command not run.
public struct SurroundingsFailure: Error, Hashable, Sendable {
    /// The reason, as a part of a sentence: `No such file or directory`.
    public let reason: String

    /// A reason.
    public init(_ reason: String) {
        self.reason = reason
    }
}
