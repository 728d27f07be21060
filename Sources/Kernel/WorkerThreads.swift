import CLinux
import Glibc

private final class ThreadBody {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// Starts a thread that nobody waits for.
public func startThread(_ run: @escaping @Sendable () -> Void) throws(SystemError) {
    let body = Unmanaged.passRetained(ThreadBody(run))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, body.toOpaque())
    if code != 0 {
        body.release()
        throw SystemError(call: "pthread_create", code: code)
    }
    pthread_detach(thread)
}

/// The kernel's number of the calling thread (gettid(2)).
public func currentThread() -> Int32 {
    cl_thread_id()
}

/// Takes the calling thread out of action, until its process ends.
public func sleepForEver() -> Never {
    while true { pause() }
}

/// Puts the calling thread to sleep.
public func sleepThread(milliseconds: Int64) {
    let until = Instant.now + .milliseconds(milliseconds)
    while true {
        let left = (until - .now).nanoseconds
        if left <= 0 { return }
        var request = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
        nanosleep(&request, nil)
    }
}
