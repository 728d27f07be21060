import Kernel
import Protocol

/// Files whose changes ask for something.
extension Master {
    /// The files of a plan as they are now: what happens to them from here on counts, also while its app is imported.
    func watchedFiles(_ plan: Plan) -> [WatchedFiles.File: WatchedFacts] {
        WatchedFacts.look(at: plan.watchedFiles)
    }

    /// Has the emperor watch, if one is there. It confirms when it does.
    func askToWatch(_ request: Int, _ paths: Set<String>) {
        do throws(SystemError) {
            link?.send(
                .watch(request: request), [try memoryFile("paths.json", holding: encodeMessage(paths.sorted()))])
        } catch {
            log.say("the emperor cannot watch files for this site, which looks every second instead: \(error)")
        }
    }

    /// Several files that changed for one thing ask for it once.
    func heed(_ changes: [WatchedFiles.File]) {
        if changes.contains(where: { $0.wish == .rotateLog }) {
            log.rotate()
        } else if changes.contains(where: { $0.wish == .reopenLog }) {
            reopenLog()
        }
        note(changedIncludes: changes.filter { $0.wish == .show })
        for file in changes {
            switch file.wish {
            case .act(let action): beside.touched(file.path, action)
            case .restart(let daemon): beside.touched(file.path, daemon: daemon)
            case .reload, .reopenLog, .rotateLog, .show: break
            }
        }
        guard let file = changes.first(where: { $0.wish == .reload }) else { return }
        reload(file.aspect == .time ? "\(file.path) was touched" : "\(file.path) changed")
    }

    private func note(changedIncludes files: [WatchedFiles.File]) {
        for file in files where changedIncludes.insert(file).inserted {
            log.say("file changed: \(file.path); a reload reads it, and reload-on-include would have asked for one")
        }
        tellStatus()
    }

    /// A generation serves whose configuration was read when files were as in `facts`.
    func forgetChangedIncludes(asOf facts: [WatchedFiles.File: WatchedFacts]) {
        changedIncludes = changedIncludes.filter { file in
            facts[file].map { $0 != WatchedFacts(of: file) } ?? false
        }
    }

    /// Why the site is as it is, and which of its files are not what runs.
    var shownReason: String {
        let paths = changedIncludes.map(\.path).sorted()
        return paths.isEmpty ? life.account : "\(life.account); file changed: \(paths.joined(separator: ", "))"
    }

    /// The modules that a process of a generation has loaded. Where each worker loads the app, each may know more.
    func take(modules list: SharedDescriptor?, of number: Int) {
        guard let list, let processes = generations[number],
            let bytes = try? readToEnd(list.raw, limit: Self.longestModuleList, purpose: "a list of modules"),
            let modules = try? decodeMessage([LoadedModule].self, bytes)
        else { return }
        let fresh = processes.plan.watchedModules(modules).filter { processes.watched[$0] == nil }
        processes.watched.merge(WatchedFacts.look(at: fresh)) { before, _ in before }
        if life.current?.number == number && !fresh.isEmpty { files.watch(processes.watched) }
    }

    private static let longestModuleList = 4 << 20
}
