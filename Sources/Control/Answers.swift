import Kernel
import Protocol

/// Prints a message as one line of JSON.
func printJSON(_ message: some Encodable) {
    writeBytes(encodeMessage(message) + [UInt8(ascii: "\n")], to: 1)
}

/// Prints one site's outcome: as JSON, or in words, what went wrong on standard error.
func show(_ outcome: SiteOutcome, asJSON: Bool) {
    if asJSON { return printJSON(outcome) }
    let lines = outcomeLines(outcome)
    if outcome.code == .done {
        printText(lines.map { $0 + "\n" }.joined())
    } else {
        lines.forEach(writeLine)
    }
}

/// Prints the sentence of a request's end, where it has one: what went wrong on standard error, good news in words only.
func say(_ ending: Ending, asJSON: Bool) {
    if ending.text.isEmpty { return }
    if ending.code != .done { return writeLine("emperorctl: \(ending.text.printable)") }
    if !asJSON { printText(ending.text.printable + "\n") }
}
