import Kernel
import Protocol

/// All listening sockets of a site. Sockets that stay are never closed and never bound twice; what a candidate needs is
/// bound beside them, and what no generation wants goes when the last one that serves it has gone.
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

    /// Takes over the sockets of a dead master by their addresses, as far as clients still reach them.
    func adopt(_ kept: [(address: String, descriptor: SharedDescriptor)], wanted: [WantedSocket]) {
        for (address, descriptor) in kept {
            guard let match = wanted.first(where: { $0.address.description == address }), find(match.address) == nil
            else { continue }
            let listener = Listener(adopting: descriptor, address: match.address)
            if listener.isReachable { held.append(listener) }
        }
    }

    /// Binds what is wanted and not there; all or nothing.
    func prepare(_ wanted: [WantedSocket], generation: Int) throws(StartProblem) {
        do throws(StartProblem) {
            for socket in wanted where find(socket.address) == nil {
                bound += 1
                held.append(try Listener(binding: socket, generation: generation, unique: bound))
            }
        } catch {
            discard(generation: generation)
            throw error
        }
    }

    /// Opens them to clients, with the modes, owners and backlogs of this plan.
    func commit(_ wanted: [WantedSocket]) throws(StartProblem) {
        try each(wanted) { listener, socket throws(SystemError) in try listener.open(socket) }
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

    /// Lets go of every socket that no plan in force wants.
    func keepOnly(_ wanted: [WantedSocket]) {
        let addresses = Set(wanted.map(\.address))
        for listener in held where !addresses.contains(listener.address) { try? listener.file?.remove() }
        held.removeAll { !addresses.contains($0.address) }
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
        held.first { $0.address == address }
    }
}
