/// How the start of a process in the background went.
public struct BackgroundReport: Sendable {
    /// The exit code of the process that was called.
    public let code: UInt8
    /// What people are to read, a line each.
    public let lines: [String]

    /// A report.
    public init(code: UInt8, lines: [String] = []) {
        self.code = code
        self.lines = lines
    }
}

/// Runs a program in the background (`daemonize`): the caller waits until it reports how its start went, and the program
/// works on. Until the report its output goes where the caller's does, and afterwards nowhere, unless it `keepsOutput`,
/// having put a log in its place. Returns what the process that was called is to exit with, nil where the program ended
/// without a report; in the program itself it never returns.
public func runInBackground(
    keepsOutput: Bool, _ work: (_ report: @escaping (BackgroundReport) -> Void) -> Int32
) throws(SystemError) -> Int32? {
    switch try forkIntoBackground() {
    case .parent(let report): return wait(for: report)
    case .child(let report): endProcess(try serve(report, keepsOutput, work))
    }
}

private func serve(
    _ report: SharedDescriptor, _ keepsOutput: Bool, _ work: (@escaping (BackgroundReport) -> Void) -> Int32
) throws(SystemError) -> Int32 {
    let null = try openFile("/dev/null", .append(mode: 0))
    try replaceStandardDescriptor(0, with: null.raw)
    return work { said in
        writeBytes([said.code] + Array(said.lines.joined(separator: "\n").utf8), to: report.raw)
        if !keepsOutput { for number: Int32 in [1, 2] { try? replaceStandardDescriptor(number, with: null.raw) } }
        shutdownReport(report, null)
    }
}

/// Ends the report, so that the waiting caller sees its end while we go on.
private func shutdownReport(_ report: SharedDescriptor, _ null: SharedDescriptor) {
    try? replaceStandardDescriptor(report.raw, with: null.raw)
    try? closeOnExec(report.raw)
}

/// The first byte is the exit code, what follows is for people; no byte means that the program died.
private func wait(for report: SharedDescriptor) -> Int32? {
    var bytes: [UInt8] = []
    while case .done(let piece)? = try? read(report.raw, atMost: 4096), !piece.isEmpty { bytes += piece }
    guard let code = bytes.first else { return nil }
    if bytes.count > 1 { writeLine(String(decoding: bytes.dropFirst(), as: UTF8.self)) }
    return Int32(code)
}
