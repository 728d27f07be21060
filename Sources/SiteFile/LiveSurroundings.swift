import Kernel
import Options

/// The real machine, as a configuration sees it.
public struct LiveSurroundings: Surroundings {
    /// The environment that a configuration sees.
    public let environment: [EnvironmentVariable]
    /// Where relative paths count from.
    public let workingDirectory: String
    /// Whether this start is a reload.
    public let isReload: Bool
    /// Whether and as whom `exec://` runs commands.
    public private(set) var commands: Commands
    /// How long such a command may take.
    public let commandTime: Duration

    /// What happens to the commands of a configuration.
    public enum Commands {
        /// They run as this process does.
        case asOurselves
        /// They run as somebody else, which only root can do.
        case `as`(Identity)
        /// They do not run, and somebody wants to know that there were any.
        case later(CommandsAsked)
        /// They do not run, and why.
        case refused(String)
    }

    /// The machine as this process sees it. Relative paths count from `workingDirectory`, by default the current directory.
    public init(
        workingDirectory: String? = nil, environment: [String]? = nil, isReload: Bool = false,
        commands: Commands = .asOurselves, commandTime: Duration = .seconds(10)
    ) {
        self.workingDirectory = workingDirectory ?? (try? currentDirectory()) ?? "/"
        self.environment = (environment ?? environmentList()).compactMap(EnvironmentVariable.init(entry:))
        self.isReload = isReload
        self.commands = commands
        self.commandTime = commandTime
    }

    /// The same machine, with another answer to commands.
    func running(_ commands: Commands) -> LiveSurroundings {
        var other = self
        other.commands = commands
        return other
    }

    /// The machine's name.
    public var hostName: String { SiteFacts.hostName }
    /// How many processors are on line.
    public var processorCount: Int { SiteFacts.processorCount }
    /// The running executable.
    public var program: String { (try? resolvePath("/proc/self/exe")) ?? "" }
    /// Microseconds since 1970.
    public var now: Int64 { SiteFacts.microseconds }

    /// The real user of this process.
    public var user: NamedID {
        let uid = SiteFacts.realIDs.uid
        return NamedID(number: uid, name: Kernel.user(numbered: uid)?.name)
    }

    /// The real group of this process.
    public var group: NamedID {
        let gid = SiteFacts.realIDs.gid
        return NamedID(number: gid, name: groupName(gid))
    }

    /// A file's content, at most 16 MiB; `-` is standard input.
    public func readFile(_ path: String) -> Result<[UInt8], SurroundingsFailure> {
        answer { () throws(SystemError) in
            path == "-" ? try SiteFacts.readStandardInput() : try Kernel.readFile(absolute(path))
        }
    }

    /// What a shell command prints within `commandTime`, run as `commands` says.
    public func run(_ command: String) -> Result<[UInt8], SurroundingsFailure> {
        switch commands {
        case .asOurselves: return output(of: command, as: nil)
        case .as(let identity): return output(of: command, as: identity)
        case .refused(let reason): return .failure(SurroundingsFailure("exec:// does not run: \(reason)"))
        case .later(let asked):
            asked.note()
            return .failure(SurroundingsFailure("exec:// does not run yet"))
        }
    }

    private func output(of command: String, as identity: Identity?) -> Result<[UInt8], SurroundingsFailure> {
        do throws(SystemError) {
            return .success(
                try ShellCommand.output(
                    of: command, as: identity, environment: environment.map(\.entry), directory: workingDirectory,
                    within: commandTime))
        } catch {
            return .failure(SurroundingsFailure(Self.reason(error, commandTime)))
        }
    }

    private static func reason(_ error: SystemError, _ time: Duration) -> String {
        switch error.call {
        case "waitid": "it takes longer than \(time)"
        case "read": "it prints more than a megabyte"
        default: error.description
        }
    }

    /// What is at a path that may be read.
    public func kind(of path: String) -> PathKind? {
        guard SiteFacts.mayRead(absolute(path)) else { return nil }
        switch facts(path, followLinks: true)?.kind {
        case nil: return nil
        case .regular: return .file
        case .directory: return .directory
        case .symbolicLink, .socket, .other: return .other
        }
    }

    /// Whether the path itself is a symbolic link.
    public func isLink(_ path: String) -> Bool { facts(path, followLinks: false)?.kind == .symbolicLink }
    /// The inode of the path itself.
    public func inode(of path: String) -> UInt64? { facts(path, followLinks: false)?.inode }
    /// The path with every link resolved.
    public func realPath(_ path: String) -> String? { try? resolvePath(absolute(path)) }

    /// The paths that a pattern stands for.
    public func glob(_ pattern: String) -> [String] {
        guard !pattern.hasPrefix("/") else { return SiteFacts.glob(pattern) }
        let prefix = workingDirectory + "/"
        return SiteFacts.glob(prefix + pattern).map { String($0.dropFirst(prefix.count)) }
    }

    /// Whether an extended regular expression matches.
    public func matches(_ text: String, pattern: String) -> Bool? { SiteFacts.matches(text, pattern: pattern) }

    /// The path from the root of a path that a configuration names.
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)" }

    private func facts(_ path: String, followLinks: Bool) -> FileFacts? {
        (try? FileFacts(path: absolute(path), followLinks: followLinks)) ?? nil
    }

    private func answer(_ body: () throws(SystemError) -> [UInt8]) -> Result<[UInt8], SurroundingsFailure> {
        do {
            return .success(try body())
        } catch {
            return .failure(SurroundingsFailure(error.reason))
        }
    }
}

extension EnvironmentVariable {
    /// `NAME=VALUE`; nil without `=`.
    fileprivate init?(entry: String) {
        guard let equals = entry.firstIndex(of: "=") else { return nil }
        self.init(name: Array(entry[..<equals].utf8), value: Array(entry[entry.index(after: equals)...].utf8))
    }

    fileprivate var entry: String {
        String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self)
    }
}
