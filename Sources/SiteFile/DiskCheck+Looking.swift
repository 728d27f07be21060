import Kernel
import Options

/// How the disk is looked at: as whom the site runs as.
extension DiskCheck {
    /// What is at a path.
    enum Sight: Equatable {
        case found(FileFacts.Kind)
        case missing
        case unreadable(String)
    }

    /// What the site would find at a path.
    func look(at path: String) -> Sight {
        do {
            let facts = try asSite { () throws(SystemError) in try FileFacts(path: path) }
            return facts.map { .found($0.kind) } ?? .missing
        } catch {
            return .unreadable(error.reason)
        }
    }

    /// Whether the site might do something with a path.
    func may(_ act: (String) -> Bool, _ path: String) -> Bool {
        (try? asSite { () throws(SystemError) in act(path) }) ?? false
    }

    /// The names in a directory; none where it cannot be listed.
    func names(in directory: String) -> [String] {
        (try? asSite { () throws(SystemError) in try listDirectory(directory) }) ?? []
    }

    private func asSite<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError) -> Result {
        guard let identity else { return try body() }
        return try identity.onFiles(body)
    }

    /// A path counted from the directory that the site runs in.
    func fromSite(_ path: String) -> String {
        path.hasPrefix("/") ? path : appDirectory + "/" + path
    }

    /// The directory that the site runs in.
    var appDirectory: String { surroundings.absolute(settings.app.directory ?? surroundings.workingDirectory) }
}
