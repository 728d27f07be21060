import CLinux
import Glibc

/// Where the handler writes; set before the handler is installed, and never again in a process.
nonisolated(unsafe) private var signalPipe: Int32 = -1
/// The process that the handlers were made for.
nonisolated(unsafe) private var signalOwner: Int32 = -1

/// Has signals arrive as bytes (their numbers) in a pipe, from whichever thread they interrupt. A worker does not block
/// them as a master does, for what the app starts would inherit that.
public func deliverSignals(_ signals: [Signal], to pipe: SharedDescriptor) {
    signalPipe = pipe.raw
    signalOwner = getpid()
    for signal in signals {
        install(signal) { number in
            if isOfAnotherProcess(number) { return }
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
        install(signal) { number in
            if !isOfAnotherProcess(number) { _exit(0) }
        }
    }
}

/// Sends a signal to this process.
public func signalOurselves(_ signal: Signal) {
    kill(getpid(), signal.number)
}

/// Lets signals through that a parent had blocked.
public func unblockAllSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
}

/// A child that the app forked has our handlers, and the pipe. What is sent to it is not meant for us: it takes its
/// default course there.
func isOfAnotherProcess(_ number: Int32) -> Bool {
    if getpid() == signalOwner { return false }
    signal(number, SIG_DFL)
    kill(getpid(), number)
    return true
}

func install(_ signal: Signal, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
    sigaction(signal.number, &action, nil)
}
