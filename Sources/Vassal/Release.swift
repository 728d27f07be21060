import Kernel
import Protocol

/// Where `chdir` leads to when a generation starts. It may be a link that each deploy turns to another release: what the
/// ini names below it stays for the generation what it was at its start.
struct Release {
    /// The directory without links; as it was named where it cannot be looked up, which whoever needs it will say.
    let directory: String
    private let name: String

    /// Looks up where a directory is now.
    init(_ name: String) {
        var name = name
        while name.count > 1, name.hasSuffix("/") { name.removeLast() }
        self.name = name
        directory = (try? resolvePath(name)) ?? name
    }

    /// A path as it is found by in this release.
    func path(_ path: String) -> String {
        if path == name { return directory }
        guard name != directory, path.hasPrefix(name + "/") else { return path }
        return directory + path.dropFirst(name.count)
    }

    /// An order whose paths stay in this release.
    func settle(_ order: AppOrder) -> AppOrder {
        var order = order
        order.pythonPath = order.pythonPath.map(path)
        for index in order.files.roots.indices { order.files.roots[index].path = path(order.files.roots[index].path) }
        order.files.safeDirectories = order.files.safeDirectories.map(path)
        order.files.compressed.directories = order.files.compressed.directories.map(path)
        return order
    }
}
