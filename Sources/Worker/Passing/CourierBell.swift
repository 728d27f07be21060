import Kernel
import Synchronization

/// What wakes the courier while it is fast asleep. A request that begins costs a look at one word of memory.
final class CourierBell: Sendable {
    let descriptor: Int32
    private let writer: Int32
    private let isWanted = Atomic<Bool>(false)

    init() throws(SystemError) {
        let ends = try makePipe()
        descriptor = try duplicate(ends.read.raw)
        writer = try duplicate(ends.write.raw)
        try setNonBlocking(descriptor)
        try setNonBlocking(writer)
    }

    /// Wakes the courier if it sleeps.
    @inline(__always)
    func ring() {
        if isWanted.load(ordering: .relaxed) { ringOnce() }
    }

    private func ringOnce() {
        if isWanted.exchange(false, ordering: .acquiringAndReleasing) { writeBytes([1], to: writer) }
    }

    /// The courier goes to sleep, or is awake and forgets that it rang.
    func want(_ wanted: Bool) {
        isWanted.store(wanted, ordering: .sequentiallyConsistent)
        if !wanted { _ = try? read(descriptor, atMost: 64) }
    }
}
