import Kernel
import Protocol

/// `daemonize` of a lone master: the caller waits until the site serves, or learns that it does not; the master works on
/// in the background.
enum Daemon {
    /// Runs `work` in the background; it is given what to call with the first verdict. Returns the exit code of the
    /// process that was called.
    static func run(_ work: (@escaping (Verdict) -> Void) -> Int32) -> Int32 {
        do throws(SystemError) {
            let code = try runInBackground(keepsOutput: false) { report in work { report(BackgroundReport($0)) } }
            if let code { return code }
            writeLine("vassal: the master ended before the site was ready")
        } catch {
            writeLine("vassal: \(error)")
        }
        return VassalProgram.configurationError
    }
}

extension BackgroundReport {
    fileprivate init(_ verdict: Verdict) {
        if verdict.failure == nil {
            self.init(code: 0)
        } else {
            self.init(code: UInt8(SiteLife.failedAppCode), lines: [verdict.text] + verdict.output)
        }
    }
}
