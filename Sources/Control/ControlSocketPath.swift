import Protocol

/// Where the emperor that is meant listens: `--socket`, else `--run-dir`, else EMPEROR_SOCKET, else the default run
/// directory (`/run/emperor` for root, `$XDG_RUNTIME_DIR/emperor` for others). Empty variables count as unset.
func controlSocketPath(
    socket: String?, runDirectory: String?, uid: UInt32, environment: (String) -> String?
) throws(Refusal) -> String {
    func variable(_ name: String) -> String? {
        environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let socket { return socket }
    if let runDirectory { return runDirectory + "/control.sock" }
    if let named = variable("EMPEROR_SOCKET") { return named }
    if uid == 0 { return "/run/emperor/control.sock" }
    guard let base = variable("XDG_RUNTIME_DIR") else {
        throw Refusal(
            .usage,
            "XDG_RUNTIME_DIR is not set, so there is no default run directory: give --run-dir DIR or --socket PATH")
    }
    return base + "/emperor/control.sock"
}
