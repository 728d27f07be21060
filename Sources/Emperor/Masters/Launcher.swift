import Kernel
import Protocol

/// Starts masters and finds those that run: the emperor binds each master's control socket, the master inherits it
/// listening, so that whoever can be connected to is alive, before its first instruction.
struct Launcher {
    /// Path of the `vassal` program.
    let program: String
    /// Where the control sockets are.
    let directory: String
    private let environment: [String]
    private let nowhere: SharedDescriptor
    /// What masters and their apps are to find, whatever we need ourselves.
    private let limit: DescriptorLimit?

    private static let backlog: Int32 = 8

    init(program: String, directory: String, limit: DescriptorLimit?) throws(SystemError) {
        self.program = program
        self.directory = directory
        self.limit = limit
        environment = mastersEnvironment(from: environmentList())
        nowhere = try openFile("/dev/null", .read)
    }

    /// The program as the kernel names its processes: 15 bytes at most.
    var programName: String {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return String(decoding: name.utf8.prefix(15), as: UTF8.self)
    }

    /// The control socket of a site's master.
    func socketPath(of site: String) -> String { "\(directory)/\(fingerprint(site.utf8)).sock" }

    /// Starts a master in a session of its own and connects to it.
    func launch(_ site: String) throws(SystemError) -> (pid: Int32, channel: MessageChannel) {
        let path = socketPath(of: site)
        try unlink(path)
        let listener = try bindSocket(.unix(path: path), kind: .messages)
        try listenSocket(listener.raw, backlog: Self.backlog)
        let channel = try connectChannel(path: path)
        var request = SpawnRequest(
            program, arguments: ["vassal", "--emperor-child", site], environment: environment,
            descriptors: [(nowhere.raw, 0), (1, 1), (2, 2), (listener.raw, 3)])
        request.newSession = true
        let pid = try spawn(request)
        // It starts nothing before it has our first order.
        try limit?.give(to: pid)
        return (pid, channel)
    }

    /// Connects to a master that runs; nil when none does.
    func find(_ site: String) -> MessageChannel? {
        try? connectChannel(path: socketPath(of: site))
    }

    /// The master of a site that is called otherwise from now on is found by its new name.
    func rename(_ site: String, to other: String) {
        guard (try? FileFacts(path: socketPath(of: site))) != nil else { return }
        do {
            try Kernel.rename(socketPath(of: site), to: socketPath(of: other))
        } catch {
            log("\(other): the next emperor will not find its master: \(error)")
        }
    }

    /// Tells masters of sites that nobody knows any more to stop: their record was lost, and their file is gone.
    func dismissStrangers(except sites: some Sequence<String>) {
        let known = Set(sites.map(socketPath))
        let names = (try? listDirectory(directory)) ?? []
        for path in names.filter({ $0.hasSuffix(".sock") }).map({ "\(directory)/\($0)" }) where !known.contains(path) {
            guard let stranger = try? connectChannel(path: path) else {
                try? unlink(path)
                continue
            }
            log("a master of no known site listens on \(path): it is told to stop")
            _ = try? stranger.send(encodeMessage(MasterOrder.stop(leavePaths: false)))
        }
    }

    /// Removes the socket of a master that has ended.
    func forget(_ site: String) {
        try? unlink(socketPath(of: site))
    }
}
