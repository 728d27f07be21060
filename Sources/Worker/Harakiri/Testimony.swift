import Kernel

/// Where the threads of cores are, for the log. Each is asked alone, by a signal, and tells its own Python stack from within
/// the handler.
///
/// That handler is faulthandler's (`faulthandler.register`), as nothing else can do it: the stable ABI reads no frames, and
/// what does read them from another thread (sys._current_frames, PyGILState_Ensure) waits for the interpreter's lock, which
/// a long call into C does not give up. faulthandler needs no lock for the calling thread's own frames. Tried with CPython
/// 3.9 to 3.13 in a sleep, in a loop of Python, and in a regular expression that never ends.
struct Testimony {
    let service: Service
    let reports: ThreadReports
    let isVerbose: Bool

    private static let patience = Duration.seconds(1)

    /// Of one core, as lines that follow another.
    func of(_ core: Int, _ watch: RequestWatch) -> String {
        let stack = self.stack(watch.thread)
        return isVerbose ? stack + waits(watch.thread) : stack
    }

    /// Of all others with a request.
    func ofAll(but overdue: Int) -> String {
        service.watches.enumerated().compactMap { core, watch in
            guard core != overdue, let sight = watch.look() else { return nil }
            return "\n core \(core), \(sight.age) s in its request:" + of(core, watch)
        }.joined()
    }

    private func stack(_ thread: Int32) -> String {
        guard let report = reports.report(of: thread, within: Self.patience) else {
            return "\n  its thread does not tell where it is"
        }
        return "\n  " + String(decoding: report, as: UTF8.self).split(separator: "\n").joined(separator: "\n  ")
    }

    /// Where in the kernel it is: proc(5), /proc/pid/syscall and wchan.
    private func waits(_ thread: Int32) -> String {
        ["syscall", "wchan"].compactMap { name in
            guard let bytes = try? readFile("/proc/self/task/\(thread)/\(name)", limit: 256), !bytes.isEmpty else {
                return nil
            }
            return "\n  \(name): " + String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined()
        }.joined()
    }
}
