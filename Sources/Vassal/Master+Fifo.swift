import Kernel
import Options

/// `master-fifo`: orders of one letter, from whoever may write to the pipe.
extension Master {
    /// Reads the pipes of this plan.
    func serveFifo(_ plan: Plan, as identity: Identity?) throws(StartProblem) {
        do throws(SystemError) {
            try fifo.serve(plan.fifos, as: identity)
        } catch {
            throw StartProblem(error, for: "master-fifo")
        }
    }

    func obey(_ command: FifoCommand) {
        switch command {
        case .reload(let letter): reload("reload by master-fifo (\(letter))")
        case .stop: stop("master-fifo")
        case .stopAtOnce: stopAtOnce("master-fifo")
        case .reopenLog: reopenLog()
        case .rotateLog: log.rotate()
        case .rewritePidfiles: rewritePidfiles()
        case .status: sayStatus()
        case .moreWorkers: happen(.resize(by: 1, findings()))
        case .fewerWorkers: happen(.resize(by: -1, findings()))
        case .goCheap: happen(.goCheap)
        case .pauseOrResume: happen(.pauseOrResume("master-fifo (p)"))
        case .slot(let number): changeSlot(number)
        case .refused(let letter, let reason): log.say("master-fifo: \(letter) does nothing: \(reason)")
        case .unknown(let bytes):
            log.say(
                "master-fifo: what was written means nothing: \(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
        }
    }

    private func changeSlot(_ number: Int) {
        do throws(SystemError) {
            guard try fifo.change(to: number) else { return log.say("master-fifo: there is no pipe number \(number)") }
            log.say("master-fifo is \(fifo.file?.path ?? "") now")
        } catch {
            log.say("master-fifo: \(error)")
        }
    }
}
