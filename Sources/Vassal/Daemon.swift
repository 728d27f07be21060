import Kernel
import Protocol

/// `daemonize` of a lone master: the caller waits until the site serves, or learns that it does not; the master works on
/// in the background.
enum Daemon {
    /// Runs `work` in the background; it is given what to call with the first verdict. Returns the exit code of the
    /// process that was called.
    static func run(_ work: (@escaping (Verdict) -> Void) -> Int32) -> Int32 {
        do throws(SystemError) {
            switch try forkIntoBackground() {
            case .parent(let report): return wait(report)
            case .child(let report): endProcess(try serve(report, work))
            }
        } catch {
            writeLine("vassal: \(error)")
            return VassalProgram.configurationError
        }
    }

    private static func serve(
        _ report: SharedDescriptor, _ work: (@escaping (Verdict) -> Void) -> Int32
    ) throws(SystemError) -> Int32 {
        let null = try openFile("/dev/null", .append(mode: 0))
        try replaceStandardDescriptor(0, with: null.raw)
        return work { verdict in
            let lines = verdict.failure == nil ? [] : [verdict.text] + verdict.output
            let code = verdict.failure == nil ? UInt8(0) : UInt8(SiteLife.failedAppCode)
            writeBytes([code] + Array(lines.joined(separator: "\n").utf8), to: report.raw)
            for number: Int32 in [1, 2] { try? replaceStandardDescriptor(number, with: null.raw) }
            shutdownReport(report)
        }
    }

    /// Ends the report, so that the waiting caller sees its end while we go on.
    private static func shutdownReport(_ report: SharedDescriptor) {
        guard let null = try? openFile("/dev/null", .append(mode: 0)) else { return }
        try? replaceStandardDescriptor(report.raw, with: null.raw)
        try? closeOnExec(report.raw)
    }

    /// The first byte is the exit code, what follows is for people; no byte means that the master died.
    private static func wait(_ report: SharedDescriptor) -> Int32 {
        var bytes: [UInt8] = []
        while case .done(let piece)? = try? read(report.raw, atMost: 4096), !piece.isEmpty { bytes += piece }
        guard let code = bytes.first else {
            writeLine("vassal: the master ended before the site was ready")
            return VassalProgram.configurationError
        }
        if bytes.count > 1 { writeLine(String(decoding: bytes.dropFirst(), as: UTF8.self)) }
        return Int32(code)
    }
}
