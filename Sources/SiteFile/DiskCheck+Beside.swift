import Kernel
import Options

/// Whether what is to be done beside the workers can be.
extension DiskCheck {
    mutating func checkBeside() {
        for daemon in settings.beside.daemons {
            guard let directory = daemon.directory.map(fromSite), look(at: directory) == .missing else { continue }
            report(.warning, option(of: daemon), "there is no directory \(directory)")
        }
        guard Identity.current.uid == 0 else { return }
        for hook in settings.beside.hooks(at: .asRoot) {
            guard let file = hook.origin.file.map(surroundings.absolute),
                let facts = try? FileFacts(path: file), !facts.isRoots
            else { continue }
            let option = hook.isCommand ? "exec-as-root" : "hook-as-root"
            report(
                .warning, option, at: hook.origin,
                "root does this for the site's own file alone, if that belongs to root and nobody else may write it: chown "
                    + "root and chmod go-w \(file)", uwsgi: "does it for every file")
        }
    }

    private func option(of daemon: DaemonSettings) -> String {
        daemon.written.split(separator: " ").first.map(String.init) ?? "attach-daemon2"
    }
}
