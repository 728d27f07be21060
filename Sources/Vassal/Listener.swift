import Kernel
import Protocol

/// A socket that a plan asks for.
struct WantedSocket: Equatable {
    let address: SocketAddress
    let wire: WireProtocol
    /// The address as the ini has it.
    let name: String
    /// "file:line", for messages.
    let place: String
    let backlog: Int32
    /// Permission bits of a unix socket; nil leaves them to the umask.
    let mode: UInt32?
    /// Owner of a unix socket; nil leaves it.
    let uid: UInt32?
    let gid: UInt32?
}

/// A listening socket that the master holds.
final class Listener {
    let address: SocketAddress
    let descriptor: SharedDescriptor
    /// The generation it was bound for; an adopted one was bound by an earlier master.
    let boundFor: Int?
    /// A unix socket's name until clients may find it.
    private(set) var temporaryPath: String?
    /// What it was opened to clients as, by the plan that did so last; nil: nobody may have come yet.
    private(set) var opened: WantedSocket?
    /// On its way out, because no plan in force wants it.
    var farewell: Farewell?
    /// The inode of a unix socket's file, so that a file of somebody else's is never removed.
    private(set) var inode: UInt64?

    /// Takes over a socket that an earlier master left with the emperor.
    init(adopting descriptor: SharedDescriptor, address: SocketAddress) {
        self.address = address
        self.descriptor = descriptor
        boundFor = nil
        inode = Listener.inode(of: address)
    }

    /// Binds a new one. Nobody can reach it before `open`. `unique` tells it from others that are bound at the time.
    init(
        binding wanted: WantedSocket, generation: Int, unique: Int, sharingPort: Bool = false
    ) throws(StartProblem) {
        address = wanted.address
        boundFor = generation
        do throws(SystemError) {
            guard case .unix(let path) = wanted.address else {
                descriptor = try Listener.bindNamingHolder(wanted.address, sharingPort)
                return
            }
            if path.utf8.count > SocketAddress.longestPath {
                throw SystemError(
                    call: "bind", code: SystemError.nameTooLong,
                    purpose: "\(path): \(path.utf8.count) bytes, "
                        + "at most \(SocketAddress.longestPath) fit")
            }
            try Listener.refuseToSteal(path)
            let temporary = Listener.temporaryName(for: path, unique)
            try unlink(temporary)
            descriptor = try bindSocket(.unix(path: temporary))
            temporaryPath = temporary
            try Listener.dress(temporary, as: wanted)
            inode = try FileFacts(path: temporary, followLinks: false)?.inode
        } catch {
            throw StartProblem(error, for: "\(wanted.place): socket \(wanted.name)")
        }
    }

    /// Gives a unix socket the name by which clients find it.
    func place() throws(SystemError) {
        guard case .unix(let path) = address, let temporaryPath else { return }
        try rename(temporaryPath, to: path)
        self.temporaryPath = nil
    }

    /// Lets clients in: named, with the mode and owner of this plan, and listening.
    func open(_ wanted: WantedSocket) throws(SystemError) {
        opened = wanted
        stay()
        try listenSocket(descriptor.raw, backlog: wanted.backlog)
        guard case .unix(let path) = address else { return }
        if temporaryPath == nil { try Listener.dressAnew(path, as: wanted) }
        try place()
    }

    /// Goes one step on its way out; true: it is shut down. Its file goes too, unless it is to stay.
    func part(at now: Instant, keepingFile: Bool) -> Bool {
        var farewell = self.farewell ?? Farewell(at: now)
        let isEmpty = !waitUntilReady(descriptor.raw, toWrite: false, milliseconds: 0)
        let step = farewell.look(queueIsEmpty: isEmpty, at: now)
        self.farewell = farewell
        switch step {
        case .wait: return false
        case .letNobodyIn:
            letNobodyIn(keepingFile: keepingFile)
            return false
        case .shutDown:
            if !keepingFile { try? file?.remove() }
            endListening(descriptor.raw)
            return true
        }
    }

    /// Goes the first half of the way at once. Nobody may wait on it any more.
    func close(at now: Instant, keepingFile: Bool) {
        farewell = Farewell(at: now, isClosed: true)
        letNobodyIn(keepingFile: keepingFile)
        if address.port == nil { refuseNewcomers(descriptor.raw) }
    }

    private func letNobodyIn(keepingFile: Bool) {
        if address.port != nil {
            try? ignoreNewcomers(descriptor.raw)
        } else if !keepingFile {
            try? file?.remove()
        }
    }

    /// It is wanted after all.
    func stay() {
        if farewell?.isClosed == true, address.port != nil { try? heedNewcomers(descriptor.raw) }
        farewell = nil
    }

    /// Whether it can be had back: a unix socket without its name cannot.
    var isThere: Bool { farewell?.isClosed != true || address.port != nil }

    /// The file of a unix socket, to remove at the end.
    var file: OwnFile? {
        guard case .unix(let path) = address, let inode else { return nil }
        return OwnFile(path: temporaryPath ?? path, inode: inode)
    }

    /// Whether clients that go by the configured address still reach this socket.
    var isReachable: Bool {
        guard case .unix(let path) = address else { return true }
        guard let facts = try? FileFacts(path: path, followLinks: false) else { return false }
        return facts.inode == inode && !refusesNewcomers(descriptor.raw)
    }

    private static func inode(of address: SocketAddress) -> UInt64? {
        guard case .unix(let path) = address else { return nil }
        return (try? FileFacts(path: path, followLinks: false))?.inode
    }

    /// Beside the final name, so that rename(2) stays within one file system, and short, so that it fits where that fits.
    private static func temporaryName(for path: String, _ unique: Int) -> String {
        let directory = parentDirectory(of: path).map { $0 + "/" } ?? (path.hasPrefix("/") ? "/" : "")
        return directory + "." + String(Int(currentProcess()) &* 1000 &+ unique % 1000, radix: 36)
    }

    private static func dress(_ path: String, as wanted: WantedSocket) throws(SystemError) {
        if let mode = wanted.mode { try changeMode(path, mode) }
        if wanted.uid != nil || wanted.gid != nil { try changeOwner(path, uid: wanted.uid, gid: wanted.gid) }
    }

    /// As `dress` for a socket that is there, where something differs: a master that gave root up may not even repeat it.
    private static func dressAnew(_ path: String, as wanted: WantedSocket) throws(SystemError) {
        guard let facts = try FileFacts(path: path, followLinks: false) else { return }
        if let mode = wanted.mode, facts.mode != mode { try changeMode(path, mode) }
        let uid = wanted.uid == facts.uid ? nil : wanted.uid
        let gid = wanted.gid == facts.gid ? nil : wanted.gid
        if uid != nil || gid != nil { try changeOwner(path, uid: uid, gid: gid) }
    }

    /// A port that is taken: who has it is worth knowing.
    private static func bindNamingHolder(
        _ address: SocketAddress, _ sharingPort: Bool
    ) throws(SystemError) -> SharedDescriptor {
        do {
            return try bindSocket(address, sharingPort: sharingPort)
        } catch {
            guard error.isAddressInUse, case .tcp(_, let port) = address, let pid = holder(ofPort: port) else {
                throw error
            }
            let name = processName(of: pid) ?? "?"
            throw SystemError(
                call: error.call, code: error.code, purpose: "\(address): process \(pid) (\(name)) listens there")
        }
    }

    /// A file in the way may be a socket that nobody listens on; anything else is named and left alone.
    private static func refuseToSteal(_ path: String) throws(SystemError) {
        guard let facts = try FileFacts(path: path, followLinks: false) else { return }
        guard facts.kind == .socket else {
            throw SystemError(
                call: "bind", code: SystemError.addressInUse,
                purpose: "\(path) is there and no socket: it is left alone")
        }
        guard let listener = try findListener(at: path) else { return }
        throw SystemError(
            call: "bind", code: SystemError.addressInUse, purpose: "\(path): \(listener) listens there")
    }

    /// Who listens at a path, in words. A dead process' socket that its workers still hold is nobody's.
    private static func findListener(at path: String) throws(SystemError) -> String? {
        switch try probeSocket(path) {
        case .nobody: return nil
        case .unknown: return "somebody"
        case .process(let pid): return processName(of: pid).map { "process \(pid) (\($0))" }
        }
    }
}
