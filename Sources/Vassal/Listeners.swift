import Kernel
import Protocol

/// All listening sockets of a site. Sockets that stay are never closed and never bound twice; what a candidate needs is
/// bound beside them, and what no plan in force wants goes when nobody comes by it any more.
final class Listeners {
    private var held: [Listener] = []
    private var bound = 0

    /// What the emperor is to keep for the next master.
    var keepsakes: [(Keepsake, Int32)] {
        held.filter { $0.temporaryPath == nil }.map { (.listener(address: $0.address.description), $0.descriptor.raw) }
    }

    /// What goes at the end, but for what is to stay.
    func files(butFor stays: (SocketAddress) -> Bool) -> [OwnFile] {
        held.filter { !stays($0.address) }.compactMap(\.file)
    }

    /// Takes over the sockets of a dead master by their addresses, as far as clients still reach them. It may have been
    /// about to stop, with its doors closed already: those of TCP open again, a unix socket is bound anew.
    func adopt(_ kept: [(address: String, descriptor: SharedDescriptor)], wanted: [WantedSocket]) {
        for (address, descriptor) in kept {
            guard let match = wanted.first(where: { $0.address.description == address }), find(match.address) == nil
            else { continue }
            let listener = Listener(adopting: descriptor, address: match.address)
            guard listener.isReachable else { continue }
            try? heedNewcomers(descriptor.raw)
            held.append(listener)
        }
    }

    /// Binds what is wanted and not there; all or nothing.
    func prepare(_ wanted: [WantedSocket], generation: Int) throws(StartProblem) {
        do throws(StartProblem) {
            for socket in wanted where find(socket.address) == nil {
                try bind(socket, generation)
            }
        } catch {
            discard(generation: generation)
            throw error
        }
    }

    private func bind(_ socket: WantedSocket, _ generation: Int) throws(StartProblem) {
        bound += 1
        try besideOthers(of: socket.address) { (sharing) throws(StartProblem) in
            held.append(
                try Listener(binding: socket, generation: generation, unique: bound, sharingPort: sharing))
        }
    }

    /// Runs `body` while our other sockets of the same port, one of which may cover the other, share it.
    private func besideOthers<Failure>(
        of address: SocketAddress, _ body: (_ areThere: Bool) throws(Failure) -> Void
    ) throws(Failure) {
        let group = { [unowned self] in
            held.filter { $0.address.port != nil && $0.address.port == address.port && address.port != 0 }
        }
        let others = group().filter { $0.address != address }
        if others.isEmpty { return try body(false) }
        for listener in group() { try? sharePort(listener.descriptor.raw, true) }
        defer { for listener in group() { try? sharePort(listener.descriptor.raw, false) } }
        try body(true)
    }

    /// Gives what was bound as root to whom the site runs as, so that he may bind beside it later.
    func give(to identity: Identity) {
        for listener in held where listener.address.port != nil {
            try? changeOwner(ofSocket: listener.descriptor.raw, uid: identity.uid, gid: identity.gid)
        }
    }

    /// Opens them to clients, with the modes, owners and backlogs of this plan.
    func commit(_ wanted: [WantedSocket]) throws(StartProblem) {
        try each(wanted) { listener, socket throws(SystemError) in
            try besideOthers(of: socket.address) { (_) throws(SystemError) in try listener.open(socket) }
        }
    }

    /// Gives unix sockets their names, before anybody listens.
    func place(_ wanted: [WantedSocket]) throws(StartProblem) {
        try each(wanted) { listener, _ throws(SystemError) in try listener.place() }
    }

    private func each(
        _ wanted: [WantedSocket], _ body: (Listener, WantedSocket) throws(SystemError) -> Void
    ) throws(StartProblem) {
        for socket in wanted {
            guard let listener = find(socket.address) else { continue }
            do throws(SystemError) {
                try body(listener, socket)
            } catch {
                throw StartProblem(error, for: "\(socket.place): socket \(socket.name)")
            }
        }
    }

    /// Gives up what was bound for a candidate that failed.
    func discard(generation: Int) {
        for listener in held where listener.boundFor == generation { try? listener.file?.remove() }
        held.removeAll { $0.boundFor == generation }
    }

    /// The sockets that workers serve.
    func served(for wanted: [WantedSocket]) -> [(socket: WantedSocket, descriptor: SharedDescriptor)] {
        wanted.compactMap { socket in descriptor(for: socket.address).map { (socket, $0) } }
            + alsoServed(beside: wanted)
    }

    /// Sockets that workers serve beside those that are wanted: those that a wanted one covers, whose clients they are,
    /// and those that are on their way out.
    private func alsoServed(beside wanted: [WantedSocket]) -> [(socket: WantedSocket, descriptor: SharedDescriptor)] {
        unwanted(wanted).compactMap { listener in
            let cover = wanted.first { $0.address.covers(listener.address) }
            return (cover ?? listener.opened).map { ($0, listener.descriptor) }
        }
    }

    /// Lets nobody in any more; what has come will be served.
    func close(at now: Instant, keepingFile: (SocketAddress) -> Bool) {
        for listener in held where listener.opened != nil {
            listener.close(at: now, keepingFile: keepingFile(listener.address))
        }
    }

    /// Parts from sockets that no plan in force wants, as far as it can be done now. A candidate may need one again.
    /// Returns the addresses of those that are gone, and whether others are on their way.
    func part(
        from wanted: [WantedSocket], butFor needed: [WantedSocket], at now: Instant,
        keepingFile: (SocketAddress) -> Bool = { _ in false }
    ) -> (gone: [String], isOver: Bool) {
        var gone: [Listener] = []
        let leaving = unwanted(wanted).filter { listener in !wanted.contains { $0.address.covers(listener.address) } }
        for listener in leaving {
            if needed.contains(where: { $0.address == listener.address && listener.isThere }) {
                listener.stay()
            } else if listener.opened == nil {
                try? listener.file?.remove()
                gone.append(listener)
            } else if listener.part(at: now, keepingFile: keepingFile(listener.address)) {
                gone.append(listener)
            }
        }
        held.removeAll { listener in gone.contains { $0 === listener } }
        return (gone.filter { $0.opened != nil }.map(\.address.description), gone.count == leaving.count)
    }

    private func unwanted(_ wanted: [WantedSocket]) -> [Listener] {
        held.filter { listener in !wanted.contains { $0.address == listener.address && listener.isThere } }
    }

    /// The descriptor that serves an address.
    func descriptor(for address: SocketAddress) -> SharedDescriptor? {
        find(address)?.descriptor
    }

    /// The addresses as clients use them: with the port that the kernel chose where 0 was asked for.
    func describe(_ wanted: [WantedSocket]) -> [String] {
        wanted.map { socket in
            guard case .tcp(let host, 0) = socket.address, let bound = descriptor(for: socket.address),
                let port = try? localPort(bound.raw)
            else { return socket.address.description }
            return SocketAddress.tcp(host: host, port: port).description
        }
    }

    private func find(_ address: SocketAddress) -> Listener? {
        held.first { $0.address == address && $0.isThere }
    }
}
