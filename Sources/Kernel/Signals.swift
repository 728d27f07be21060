import CLinux
import Glibc

/// A signal by its number (signal(7)).
public struct Signal: Hashable, Sendable, CustomStringConvertible {
    /// The number on this machine.
    public let number: Int32

    /// A signal of any number.
    public init(_ number: Int32) {
        self.number = number
    }

    /// SIGHUP: reload.
    public static let hangUp = Signal(SIGHUP)
    /// SIGINT: stop, as from a terminal.
    public static let interrupt = Signal(SIGINT)
    /// SIGQUIT: stop at once.
    public static let quit = Signal(SIGQUIT)
    /// SIGTERM: stop.
    public static let terminate = Signal(SIGTERM)
    /// SIGKILL: cannot be caught.
    public static let kill = Signal(SIGKILL)
    /// SIGCHLD: a child ended, stopped or went on.
    public static let childEnded = Signal(SIGCHLD)
    /// SIGUSR1.
    public static let user1 = Signal(SIGUSR1)
    /// SIGUSR2.
    public static let user2 = Signal(SIGUSR2)
    /// SIGWINCH: the terminal has another size.
    public static let windowChange = Signal(SIGWINCH)
    /// SIGTSTP: stop for a while, as from a terminal.
    public static let terminalStop = Signal(SIGTSTP)
    /// SIGPIPE: nobody reads what was written.
    public static let brokenPipe = Signal(SIGPIPE)

    private static let names: [Int32: String] = [
        SIGHUP: "HUP", SIGINT: "INT", SIGQUIT: "QUIT", SIGTERM: "TERM", SIGKILL: "KILL", SIGCHLD: "CHLD",
        SIGUSR1: "USR1", SIGUSR2: "USR2", SIGWINCH: "WINCH", SIGPIPE: "PIPE", SIGSEGV: "SEGV", SIGABRT: "ABRT",
        SIGBUS: "BUS", SIGFPE: "FPE", SIGILL: "ILL", SIGALRM: "ALRM", SIGTRAP: "TRAP", SIGXCPU: "XCPU",
        SIGSTOP: "STOP", SIGTSTP: "TSTP", SIGCONT: "CONT", SIGSYS: "SYS", SIGURG: "URG", SIGXFSZ: "XFSZ",
    ]

    /// "SIGTERM", or "signal 40" for those without a name.
    public var description: String {
        Signal.names[number].map { "SIG\($0)" } ?? "signal \(number)"
    }
}

/// Signals as something to read (signalfd(2)); they are blocked for the process from then on. Children started by
/// `spawn` begin with an empty mask and default handlers.
struct SignalReader: ~Copyable {
    private let descriptor: FileDescriptor

    init(_ wanted: [Signal]) throws(SystemError) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in wanted { sigaddset(&set, signal.number) }
        sigprocmask(SIG_BLOCK, &set, nil)
        descriptor = FileDescriptor(
            owning: try check("signalfd") { signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK)) })
    }

    var raw: Int32 { descriptor.raw }

    func read() throws(SystemError) -> [Signal] {
        var arrived: [Signal] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout.size(ofValue: info)
        while case .done = try attempt("read", { Glibc.read(descriptor.raw, &info, size) }) {
            arrived.append(Signal(Int32(bitPattern: info.ssi_signo)))
        }
        return arrived
    }
}

/// Has the process ignore a signal. Children started by `spawn` do not inherit that.
public func ignore(_ signal: Signal) {
    Glibc.signal(signal.number, SIG_IGN)
}
