import Kernel
import Options
import Protocol
import SiteFile

/// The files whose changes the settings ask to act on.
extension Plan {
    /// Without the site's own ini where the emperor watches that, or each of its changes would be two.
    var watchedFiles: [WatchedFiles.File] {
        let ownFile = emperorsFile.flatMap { try? resolvePath($0) }
        return namedFiles.filter { file in
            ![.reload, .show].contains(file.wish) || ownFile == nil || (try? resolvePath(file.path)) != ownFile
        }
    }

    private var namedFiles: [WatchedFiles.File] {
        let files = settings.files
        let named: [(WatchedFiles.Wish, WatchedFiles.Aspect, [String])] = [
            (.reload, .time, files.touchReload), (.reload, .everything, files.fileReload),
            (.reopenLog, .time, files.touchLogReopen), (.rotateLog, .time, files.touchLogRotate),
        ]
        return (named + touched).flatMap { wish, aspect, paths in
            paths.map { WatchedFiles.File(path: absolute($0, from: appDirectory), wish: wish, aspect: aspect) }
        } + readFiles
    }

    /// What the site's own file includes.
    private var readFiles: [WatchedFiles.File] {
        let wish: WatchedFiles.Wish = settings.lifecycle.reloadsOnInclude ? .reload : .show
        return filesRead.map { WatchedFiles.File(path: absolute($0, from: directory), wish: wish, aspect: .everything) }
    }

    /// Those for which something is done beside the workers.
    private var touched: [(WatchedFiles.Wish, WatchedFiles.Aspect, [String])] {
        let user = (try? Accounts.identity(settings.identity)) ?? Identity.current
        return settings.beside.touches.map { (.act($0.action), .time, [$0.path]) }
            + daemons(user: user).map { (.restart(daemon: $0.key), .time, $0.settings.touches) }
    }

    /// Those of an app's modules that reload it.
    func watchedModules(_ modules: [LoadedModule]) -> [WatchedFiles.File] {
        guard settings.app.reloadsModules else { return [] }
        let ignored = Set(settings.app.modulesNotReloaded)
        let paths = Set(modules.filter { !ignored.contains($0.name) }.map { absolute($0.path, from: appDirectory) })
        return paths.sorted().map { WatchedFiles.File(path: $0, wish: .reload, aspect: .module) }
    }
}
