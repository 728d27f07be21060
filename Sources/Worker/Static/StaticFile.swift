import Kernel
import Protocol

/// A file that a `static-map` leads to, open.
struct StaticFile {
    let path: String
    let descriptor: SharedDescriptor
    let facts: FileFacts

    /// The file that PATH_INFO names below the map's prefix; nil when there is none, or it lies elsewhere.
    init?(_ map: AppOrder.StaticMap, _ asked: [UInt8]) {
        guard let rest = Self.rest(of: asked, behind: map.prefix),
            let path = Self.path(map.path, String(decoding: rest, as: UTF8.self)),
            let file = try? openFile(path, .read), let facts = try? FileFacts(descriptor: file.raw),
            facts.kind == .regular
        else { return nil }
        self.path = path
        descriptor = file
        self.facts = facts
    }

    /// What follows the prefix, which ends at a slash: "/static" is no prefix of "/statics". Empty for the prefix itself.
    private static func rest(of asked: [UInt8], behind prefix: String) -> ArraySlice<UInt8>? {
        let slash = UInt8(ascii: "/")
        var prefix = Array(prefix.utf8)
        while prefix.last == slash { prefix.removeLast() }
        guard asked.starts(with: prefix) else { return nil }
        let rest = asked[prefix.count...]
        return rest.isEmpty || rest.first == slash ? rest : nil
    }

    /// The real path, links resolved, if it lies below the real path of the directory (or is the file itself).
    private static func path(_ root: String, _ rest: String) -> String? {
        guard let root = try? resolvePath(root), let path = try? resolvePath(root + rest) else { return nil }
        return path == root || path.hasPrefix(root == "/" ? root : root + "/") ? path : nil
    }
}
