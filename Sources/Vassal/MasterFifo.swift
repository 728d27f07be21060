import Kernel

/// The pipes of `master-fifo`, one of which is read at a time. Reading never waits, and takes little at a time, so that
/// nobody who writes without end holds the master up.
final class MasterFifo {
    private let loop: EventLoop
    private let obey: (FifoCommand) -> Void
    private var paths: [String] = []
    private var identity: Identity?
    private var slot = 0
    private var pipe: NamedPipe?
    private var watch: EventLoop.Watch?

    private static let mode: UInt32 = 0o600
    private static let piece = 512

    /// No pipe yet; `obey` gets each command.
    init(_ loop: EventLoop, obey: @escaping (FifoCommand) -> Void) {
        self.loop = loop
        self.obey = obey
    }

    /// The pipe that is read, to remove at the end.
    var file: OwnFile? { pipe.map { OwnFile(path: $0.path, inode: $0.facts.inode) } }

    /// These are the site's pipes from now on, made with the rights of `identity`. The one that is read stays where it is
    /// still the same.
    func serve(_ paths: [String], as identity: Identity?) throws(SystemError) {
        self.paths = paths
        self.identity = identity
        if slot >= paths.count { slot = 0 }
        guard slot < paths.count else { return end() }
        if let pipe, pipe.path == paths[slot], pipe.isInPlace { return }
        try open(paths[slot])
    }

    /// Reads another one of the pipes from now on; false when there is none of that number.
    func change(to number: Int) throws(SystemError) -> Bool {
        guard number < paths.count else { return false }
        if pipe?.path != paths[number] { try open(paths[number]) }
        slot = number
        return true
    }

    /// Reads none any more.
    func end() {
        if let watch { loop.cancel(watch) }
        watch = nil
        try? file?.remove()
        pipe = nil
    }

    private func open(_ path: String) throws(SystemError) {
        let fresh = try make(path)
        let watching = try loop.watch(fresh) { [unowned self] _ in read() }
        end()
        pipe = fresh
        watch = watching
    }

    private func make(_ path: String) throws(SystemError) -> NamedPipe {
        guard let identity else { return try NamedPipe(making: path, mode: Self.mode) }
        return try identity.onFiles { () throws(SystemError) in try NamedPipe(making: path, mode: Self.mode) }
    }

    private func read() {
        guard let pipe, case .done(let bytes)? = try? Kernel.read(pipe.raw, atMost: Self.piece) else { return }
        for command in FifoCommand.read(bytes) { obey(command) }
    }
}
