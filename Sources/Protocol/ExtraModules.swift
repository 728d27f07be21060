/// Modules besides the app's, in the order of their use: the part of an `AppOrder` about them.
public struct ExtraModules: Codable, Hashable, Sendable {
    /// Names that modules get before anything is imported (`pymodule-alias`).
    public var aliases: [Alias] = []
    /// Modules or files that the zygote imports, with lazy-apps too (`shared-import`).
    public var shared: [String] = []
    /// Modules or files that are imported where the app is, just before it (`import`).
    public var imports: [String] = []
    /// Names that modules get between those and the app (`post-pymodule-alias`).
    public var lateAliases: [Alias] = []

    /// A name for a module.
    public struct Alias: Codable, Hashable, Sendable {
        /// The name.
        public var name: String
        /// What it stands for: a module, or a path with a slash.
        public var module: String

        /// A name for a module.
        public init(name: String, module: String) {
            self.name = name
            self.module = module
        }
    }

    /// None.
    public init() {}
}
