import Kernel
import Options

/// Whether the files that a site makes, and those that it reads again, can be had.
extension DiskCheck {
    mutating func checkSockets() {
        for listen in settings.sockets.listens {
            guard case .unix(let name) = listen.address, !settings.sockets.abstract else { continue }
            let longest = Kernel.SocketAddress.longestPath
            if name.utf8.count > longest {
                report(
                    .error, listen.option, at: listen.origin,
                    "\(name) is \(name.utf8.count) bytes long; a socket's path has at most \(longest)")
            }
            requireParent(of: fromSite(name), listen.option, listen.origin)
        }
    }

    /// The first ones are opened with the rights that a master starts with, the others as the site's user.
    mutating func checkWrittenFiles() {
        let early = [
            ("pidfile", settings.files.pidfile), ("safe-pidfile", settings.files.safePidfile),
            ("logto", settings.logs.file), ("daemonize", settings.logs.daemonize),
        ]
        for (option, file) in early {
            if let file { requireParent(of: surroundings.absolute(file), option, evaluation.origin(of: option)) }
        }
        let late = [
            ("pidfile2", settings.files.pidfileOfUser), ("safe-pidfile2", settings.files.safePidfileOfUser),
            ("logto2", settings.logs.fileOfUser),
        ]
        for (option, file) in late {
            guard let path = file.map({ surroundings.absolute($0) }) else { continue }
            requireParent(of: path, option, evaluation.origin(of: option))
            requireWritable(path, option)
        }
    }

    mutating func requireParent(of path: String, _ option: String, _ origin: Origin?) {
        guard let parent = parentDirectory(of: path) else { return }
        switch look(at: parent) {
        case .found(.directory): break
        case .found: report(.error, option, at: origin, "\(parent) is not a directory")
        case .missing where willBeMade(parent):
            report(.warning, option, at: origin, "there is no directory \(parent): it is made at the start")
        case .missing: report(.error, option, at: origin, "there is no directory \(parent)")
        case .unreadable: break
        }
    }

    private func willBeMade(_ directory: String) -> Bool {
        guard RuntimeDirectory.covers(directory) else { return false }
        return Identity.current.uid == 0 || mayWrite(RuntimeDirectory.foundation(of: directory))
    }

    private mutating func requireWritable(_ path: String, _ option: String) {
        if willBeMade(parentDirectory(of: path) ?? "/"), look(at: parentDirectory(of: path) ?? "/") == .missing {
            return
        }
        let isThere = look(at: path) != .missing
        let place = isThere ? path : parentDirectory(of: path) ?? "/"
        guard look(at: place) != .missing, !may(mayWrite, place) else { return }
        unreadable(option, "\(userText) may not \(isThere ? "write to" : "make a file in") \(place)")
    }

    /// A master that gave root up reads its files again for a reload, as the site's user.
    mutating func checkReadFiles() {
        guard identity != nil, !settings.identity.masterStaysRoot else { return }
        for file in evaluation.files where look(at: surroundings.absolute(file)) != .missing {
            if may(mayRead, surroundings.absolute(file)) { continue }
            let first = evaluation.entries.first { ["include", "ini", "inherit"].contains($0.key) && $0.value == file }
            report(
                .warning, first?.key ?? "uid", at: first?.origin,
                "\(userText) may not read \(file): a reload would fail")
        }
    }

    mutating func checkServedFiles() {
        let files = settings.requests.files
        for map in files.maps where look(at: fromSite(map.value)) == .missing {
            warning("static-map", "there is no \(fromSite(map.value))")
        }
        for file in files.mediaTypeFiles where look(at: fromSite(file)) == .missing {
            warning("mimefile", "there is no \(fromSite(file))")
        }
        checkPatterns()
        checkLogRoutes()
        checkLoggers()
    }
}
