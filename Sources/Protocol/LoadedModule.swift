/// A Python module that an app has loaded (`py-autoreload`).
public struct LoadedModule: Codable, Hashable, Sendable {
    /// Its name in sys.modules.
    public var name: String
    /// Its source; relative paths count from the directory that the site runs in.
    public var path: String

    /// A module and its file.
    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}
