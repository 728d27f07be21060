import Kernel

/// The end of what nobody knows any more: processes that left their daemon, or their worker, and came to the master.
struct Sweep {
    /// What is to be done.
    enum Step: Equatable {
        /// Signal these, and look again after `interval`.
        case signal([ProcessIdentity], Signal)
        /// None is left, or the kernel does not let go of them.
        case over
    }

    static let interval = Duration.milliseconds(50)
    private static let mercy = Duration.seconds(3)
    private static let lastWait = Duration.seconds(10)

    var isAtOnce = false
    private var began: Instant?
    private var told: Set<ProcessIdentity> = []

    /// These are left.
    mutating func step(_ left: [ProcessIdentity], at now: Instant) -> Step {
        let began = began ?? now
        self.began = began
        if left.isEmpty || now - began > Self.lastWait { return .over }
        if isAtOnce || now - began > Self.mercy { return .signal(left, .kill) }
        return .signal(left.filter { told.insert($0).inserted }, .terminate)
    }
}
