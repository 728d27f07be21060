import CLinux
import Glibc

/// A resource and the value that both its limits get (setrlimit(2)).
public struct ResourceLimit: Hashable, Sendable {
    let resource: Int32
    let value: UInt64

    /// Bytes of address space (RLIMIT_AS).
    public static func addressSpace(bytes: UInt64) -> ResourceLimit {
        ResourceLimit(resource: Int32(RLIMIT_AS.rawValue), value: bytes)
    }

    /// Processes of the user (RLIMIT_NPROC).
    public static func processes(_ count: UInt64) -> ResourceLimit {
        ResourceLimit(resource: cl_limit_processes(), value: count)
    }

    /// Open descriptors (RLIMIT_NOFILE).
    public static func openFiles(_ count: UInt64) -> ResourceLimit {
        ResourceLimit(resource: Int32(RLIMIT_NOFILE.rawValue), value: count)
    }
}

/// A program to start, and what it is to find there.
public struct SpawnRequest {
    /// Path of the program; PATH is not searched.
    public var executable: String
    /// Its arguments, the program's name as the first.
    public var arguments: [String]
    /// Its whole environment, "NAME=value" each; nothing is inherited.
    public var environment: [String]
    /// Where it starts; nil: where we are.
    public var directory: String?
    /// Descriptors that it gets, by the number they have there; all others are closed.
    public var descriptors: [(ours: Int32, theirs: Int32)]
    /// Whom it runs as; nil: as we do.
    public var identity: Identity?
    /// Limits set just before it runs.
    public var limits: [ResourceLimit] = []
    /// A session, and so a process group, of its own (setsid(2)).
    public var newSession = false
    /// Sent to it when we die (prctl(2) PR_SET_PDEATHSIG).
    public var deathSignal: Signal?
    /// Its umask; nil: ours.
    public var fileMask: Int32?

    /// A request with nothing special about it.
    public init(
        _ executable: String, arguments: [String], environment: [String], directory: String? = nil,
        descriptors: [(ours: Int32, theirs: Int32)] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.descriptors = descriptors
    }
}

/// Starts a program and returns its pid. A child that could not become the program reports which call failed and why
/// ("execve: No such file or directory (starting /opt/blog/bin/python)"). Signals begin unblocked and at their defaults.
public func spawn(_ request: SpawnRequest) throws(SystemError) -> Int32 {
    let groups = request.identity?.groups ?? []
    let limits = request.limits.map { cl_limit(resource: $0.resource, value: $0.value) }
    let ours = request.descriptors.map(\.ours)
    let theirs = request.descriptors.map(\.theirs)
    var step: UnsafePointer<CChar>?
    let pid = withCStrings([request.executable, request.directory ?? ""]) { paths in
        withCStrings(request.arguments) { arguments in
            withCStrings(request.environment) { environment in
                var raw = cl_spawn_request()
                raw.path = UnsafePointer(paths[0])
                raw.directory = request.directory == nil ? nil : UnsafePointer(paths[1])
                raw.arguments = UnsafePointer(arguments)
                raw.environment = UnsafePointer(environment)
                raw.descriptors = Int32(ours.count)
                raw.change_user = request.identity == nil ? 0 : 1
                raw.uid = request.identity?.uid ?? 0
                raw.gid = request.identity?.gid ?? 0
                raw.group_count = Int32(groups.count)
                raw.limit_count = Int32(limits.count)
                raw.new_session = request.newSession ? 1 : 0
                raw.death_signal = request.deathSignal?.number ?? 0
                raw.file_mask = request.fileMask ?? -1
                return ours.withUnsafeBufferPointer { ours in
                    theirs.withUnsafeBufferPointer { theirs in
                        groups.withUnsafeBufferPointer { groups in
                            limits.withUnsafeBufferPointer { limits in
                                raw.sources = ours.baseAddress
                                raw.targets = theirs.baseAddress
                                raw.groups = groups.baseAddress
                                raw.limits = limits.baseAddress
                                return spawnKeepingErrno(&raw, &step)
                            }
                        }
                    }
                }
            }
        }
    }
    if pid > 0 { return pid }
    let call = step.map { String(cString: $0) } ?? "spawn"
    throw SystemError(call: call, code: -pid, purpose: "starting \(request.executable)")
}

/// The pid, or the negative errno.
@inline(never)
private func spawnKeepingErrno(_ raw: inout cl_spawn_request, _ step: inout UnsafePointer<CChar>?) -> Int32 {
    let pid = cl_spawn(&raw, &step)
    return pid > 0 ? pid : -errno
}

/// Hands `body` a NULL-terminated array of C strings that lives as long as the call.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("an array with a terminator is not empty") }
        return body(base)
    }
}
