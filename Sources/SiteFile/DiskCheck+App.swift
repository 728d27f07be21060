import Kernel
import Options

/// Whether the application that a site names is there.
extension DiskCheck {
    mutating func checkDirectory() {
        guard settings.app.directory != nil else { return }
        let directory = appDirectory
        switch look(at: directory) {
        case .found(.directory):
            if !may(mayExecute, directory) { unreadable("chdir", "\(userText) may not enter \(directory)") }
        case .found: error("chdir", "\(directory) is not a directory")
        case .missing: error("chdir", "there is no directory \(directory)")
        case .unreadable(let reason): unreadable("chdir", "cannot look at \(directory): \(reason)")
        }
    }

    /// Directories of sites need not be there yet: they are waited for.
    mutating func checkSources() {
        for source in settings.emperor.sources where !source.contains(where: { "*?[".contains($0) }) {
            let directory = surroundings.absolute(source.hasPrefix("dir://") ? String(source.dropFirst(6)) : source)
            if look(at: directory) == .missing { warning("emperor", "there is no directory \(directory) yet") }
        }
    }

    /// Where the directory is wrong already, nothing in it is looked for.
    mutating func checkApp() {
        if settings.app.directory != nil, look(at: appDirectory) != .found(.directory) { return }
        for entry in settings.app.pythonPath where !entry.contains(where: { "*?[".contains($0) }) {
            if look(at: fromSite(entry)) == .missing { warning("pythonpath", "there is no \(fromSite(entry))") }
        }
        if let file = settings.app.file { checkFile(file) }
        if let module = settings.app.module, settings.app.file == nil { checkModule(module) }
    }

    private mutating func checkFile(_ file: String) {
        let path = fromSite(file)
        switch look(at: path) {
        case .found(.regular):
            if !may(mayRead, path) { unreadable("wsgi-file", "\(userText) may not read \(path)") }
        case .found: error("wsgi-file", "\(path) is not a file")
        case .missing: report(settings.needsApp ? .error : .warning, "wsgi-file", "there is no file \(path)")
        case .unreadable(let reason): unreadable("wsgi-file", "cannot look at \(path): \(reason)")
        }
    }

    /// Only Python knows for sure what it can import, so that a module that is not seen is a warning.
    private mutating func checkModule(_ text: String) {
        let name = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        guard let name, let search = moduleSearch() else { return }
        switch search.find(name) {
        case .found, .uncertain: break
        case .missing(let part, let places):
            let near = search.nearest(to: part, in: places)
            report(
                .warning, "module",
                "there is no Python module \(part) in \(places.prefix(3).joined(separator: ", "))"
                    + (places.count > 3 ? " and \(places.count - 3) other places" : ""), suggestion: near)
        }
    }

    private func moduleSearch() -> ModuleSearch? {
        guard let libraries = PythonLibraries(of: settings.app, in: surroundings).directories else { return nil }
        let own = [appDirectory] + settings.app.pythonPath.flatMap { surroundings.glob(fromSite($0)) }
        return ModuleSearch(
            directories: own + libraries, look: { look(at: $0) }, names: { names(in: $0) },
            read: { surroundings.readFile($0) })
    }
}
