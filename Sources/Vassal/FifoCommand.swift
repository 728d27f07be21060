/// What a letter in the master's pipe asks for. The letters are uWSGI's (core/fifo.c).
enum FifoCommand: Equatable {
    /// Every kind of reload is one by a new generation here; the letter says which was asked for.
    case reload(Character)
    case stop
    case stopAtOnce
    case reopenLog
    case rotateLog
    case rewritePidfiles
    case status
    /// One worker more; each counts.
    case moreWorkers
    case fewerWorkers
    case goCheap
    /// Each is the opposite of the one before.
    case pauseOrResume
    /// From now on letters come through another one of the pipes.
    case slot(Int)
    /// There is nothing behind this letter here; the text says why, or what to do.
    case refused(Character, String)
    /// What means nothing.
    case unknown([UInt8])

    /// The commands of what was read. Blanks and line ends mean nothing; who says one thing several times on end means it
    /// once, where it does not count.
    static func read(_ bytes: [UInt8]) -> [FifoCommand] {
        var commands: [FifoCommand] = []
        for byte in bytes where ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            let next = command(byte)
            if case .unknown(let more) = next, case .unknown(let before)? = commands.last {
                commands[commands.count - 1] = .unknown(before + more)
            } else if next != commands.last || next.countsEachTime {
                commands.append(next)
            }
        }
        return commands
    }

    private var countsEachTime: Bool {
        [.moreWorkers, .fewerWorkers, .pauseOrResume].contains(self)
    }

    private static func command(_ byte: UInt8) -> FifoCommand {
        let letter = Character(UnicodeScalar(byte))
        switch letter {
        case "r", "R", "w", "W", "c": return .reload(letter)
        case "q": return .stop
        case "Q": return .stopAtOnce
        case "l": return .reopenLog
        case "L": return .rotateLog
        case "P": return .rewritePidfiles
        case "s": return .status
        case "+": return .moreWorkers
        case "-": return .fewerWorkers
        case "C": return .goCheap
        case "p": return .pauseOrResume
        case "0"..."9": return .slot(Int(byte - 0x30))
        default: return reasons[letter].map { .refused(letter, $0) } ?? .unknown([byte])
        }
    }

    private static let reasons: [Character: String] = [
        "f": "a master is never forked anew; r brings up a new generation",
        "B": "the emperor starts no help for a site",
        "E": "a site has no directory to scan: use emperorctl rescan",
        "S": "there are no subscriptions",
    ]
}
