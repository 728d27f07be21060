import Kernel
import Options
import SiteFile

/// Directories below /run that a site's files need.
extension Master {
    /// Makes those that are missing, for whom the site runs as. What cannot be made is said when it is needed.
    func makeRuntimeDirectories(_ plan: Plan, for owner: Identity?) {
        for directory in plan.directoriesOfFiles where RuntimeDirectory.covers(directory) {
            do throws(SystemError) {
                for made in try RuntimeDirectory.make(directory, for: owner) {
                    log.say("the directory \(made) was made")
                }
            } catch {
                log.say("\(error)")
            }
        }
    }
}

extension Plan {
    /// Where the site's own files are made: sockets, pidfiles and logs.
    fileprivate var directoriesOfFiles: [String] {
        let sockets = settings.sockets.listens.compactMap { listen -> String? in
            if case .unix(let path) = listen.address { return absolute(path, from: appDirectory) }
            return nil
        }
        let files = [logPath, logPathOfUser, pidfile, pidfileOfUser].compactMap { $0 }
        return (sockets + files).compactMap { parentDirectory(of: $0) }
    }
}
