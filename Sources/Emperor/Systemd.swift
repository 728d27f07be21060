import CSystemd

/// What a service manager is told (sd_notify(3)). Without NOTIFY_SOCKET nothing happens.
struct Systemd {
    private var lastStatus = ""

    /// Everything that was found has its verdict.
    func ready() {
        sd_notify(0, "READY=1")
    }

    /// It is about to end.
    func stopping() {
        sd_notify(0, "STOPPING=1")
    }

    /// One line for people.
    mutating func status(_ text: String) {
        guard text != lastStatus else { return }
        lastStatus = text
        sd_notify(0, "STATUS=\(text)")
    }
}
