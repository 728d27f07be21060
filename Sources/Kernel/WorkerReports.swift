import CLinux
import Glibc

/// What writes a thread's report, in that thread; set before our handler is installed.
nonisolated(unsafe) private var writeReport: (@convention(c) (Int32) -> Void)?
/// Where reports and their ends arrive.
nonisolated(unsafe) private var reportPipe: Int32 = -1

/// Reports that a thread of this process writes of itself, in the handler of a signal sent to it alone: it works whatever
/// the thread does, short of sleeping in the kernel uninterruptibly. Who can write a report installs a handler for `signal`
/// that writes to `file`; then `adoptHandler` puts ours around it, which tells when it is through.
public final class ThreadReports: Sendable {
    private let reader: Int32
    private let writer: Int32

    /// A real-time signal, since those have no other meaning: the last but one, which neither glibc nor Python uses.
    public static var signal: Signal { Signal(__libc_current_sigrtmax() - 1) }

    /// At most one in a process.
    public init() throws(SystemError) {
        let ends = try makePipe()
        // They stay open as long as the process. A handler must not wait for a reader.
        reader = try duplicate(ends.read.raw)
        writer = try duplicate(ends.write.raw)
        try setNonBlocking(reader)
        try setNonBlocking(writer)
        reportPipe = writer
    }

    /// Where the handler has to write to.
    public var file: Int32 { writer }

    /// Puts our handler around the one that is installed.
    public func adoptHandler() {
        var installed = sigaction()
        sigaction(Self.signal.number, nil, &installed)
        writeReport = installed.__sigaction_handler.sa_handler
        if writeReport == nil { return }
        install(Self.signal) { number in
            if isOfAnotherProcess(number) { return }
            let before = errno
            writeReport?(number)
            // A byte that no report contains, then whose it was: one that came too late is not taken for another's.
            var end = (UInt8(0), cl_thread_id().littleEndian)
            _ = write(reportPipe, &end.0, 1)
            _ = write(reportPipe, &end.1, 4)
            errno = before
        }
    }

    /// Has a thread report; nil when it does not do so in time.
    public func report(of thread: Int32, within limit: Duration) -> [UInt8]? {
        if writeReport == nil { return nil }
        var text: [UInt8] = []
        while receive(&text) {}
        text = []
        guard cl_signal_thread(thread, Self.signal.number) == 0 else { return nil }
        let deadline = Instant.now + limit
        while true {
            if let report = Self.take(from: &text, of: thread) { return report }
            let left = (deadline - .now).millisecondsRoundedUp
            guard left > 0, waitUntilReady(reader, toWrite: false, milliseconds: left) else { return nil }
            _ = receive(&text)
        }
    }

    private func receive(_ text: inout [UInt8]) -> Bool {
        guard case .done(let bytes)? = try? read(reader, atMost: 65_536), !bytes.isEmpty else { return false }
        text += bytes
        return true
    }

    /// The report of that thread, once its end is there; those of others are dropped.
    private static func take(from text: inout [UInt8], of thread: Int32) -> [UInt8]? {
        while let end = text.firstIndex(of: 0), text.count - end > 4 {
            let report = Array(text[..<end])
            let number = text[(end + 1)...(end + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            text.removeFirst(end + 5)
            if number == UInt32(bitPattern: thread) { return report }
        }
        return nil
    }
}
