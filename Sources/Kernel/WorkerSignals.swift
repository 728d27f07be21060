import CLinux
import Glibc

/// Where the handler writes; set before the handler is installed, and never again in a process.
nonisolated(unsafe) private var signalPipe: Int32 = -1

/// Has signals arrive as bytes (their numbers) in a pipe, from whichever thread they interrupt. A worker does not block
/// them as a master does, for what the app starts would inherit that.
public func deliverSignals(_ signals: [Signal], to pipe: SharedDescriptor) {
    signalPipe = pipe.raw
    for signal in signals {
        install(signal) { number in
            let before = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = Glibc.write(signalPipe, &byte, 1)
            errno = before
        }
    }
}

/// Has signals end the process at once, without exit handlers.
public func endOnSignals(_ signals: [Signal]) {
    for signal in signals {
        install(signal) { _ in _exit(0) }
    }
}

/// Lets signals through that a parent had blocked.
public func unblockAllSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
}

private func install(_ signal: Signal, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
    sigaction(signal.number, &action, nil)
}
