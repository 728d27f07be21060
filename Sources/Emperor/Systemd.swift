import Kernel

/// What a service manager is told (sd_notify(3)). Without NOTIFY_SOCKET nothing happens. What it does not take yet is said
/// again later; of several states of the sites only the last one.
final class Systemd {
    private let loop: EventLoop
    private let socket: SupervisorSocket?
    private var unsaid: [String] = []
    private var lastStatus = ""
    private var retry: Timers.Token?

    private static let status = "STATUS="
    private static let pause = Duration.milliseconds(100)

    init(loop: EventLoop) {
        self.loop = loop
        do {
            let name = environmentValue("NOTIFY_SOCKET") ?? ""
            socket = name.isEmpty ? nil : try SupervisorSocket(name: name)
        } catch {
            log("the service manager hears nothing of us: \(error)")
            socket = nil
        }
    }

    /// Everything that was found has its verdict.
    func ready() { say("READY=1") }

    /// It is about to end.
    func stopping() { say("STOPPING=1") }

    /// One line for people.
    func status(_ text: String) {
        guard text != lastStatus else { return }
        lastStatus = text
        unsaid.removeAll { $0.hasPrefix(Self.status) }
        say(Self.status + text)
    }

    private func say(_ line: String) {
        guard socket != nil else { return }
        unsaid.append(line)
        if retry == nil { sayAll() }
    }

    private func sayAll() {
        do {
            guard case .notYet? = try socket?.send(unsaid) else {
                unsaid = []
                return
            }
            retry = loop.schedule(at: .now + Self.pause) { [unowned self] in
                retry = nil
                sayAll()
            }
        } catch {
            log("\(error): not told \(unsaid.joined(separator: ", "))")
            unsaid = []
        }
    }
}
