import Kernel

/// Content types by the ending of a file's name.
struct MediaTypes: Sendable {
    private var types: [String: String] = [
        "css": "text/css", "csv": "text/csv", "gif": "image/gif", "htm": "text/html", "html": "text/html",
        "ico": "image/vnd.microsoft.icon", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
        "json": "application/json", "map": "application/json", "md": "text/markdown", "mjs": "text/javascript",
        "mp3": "audio/mpeg", "mp4": "video/mp4", "pdf": "application/pdf", "png": "image/png",
        "svg": "image/svg+xml", "txt": "text/plain", "wasm": "application/wasm", "webm": "video/webm",
        "webp": "image/webp", "woff": "font/woff", "woff2": "font/woff2", "xml": "application/xml",
        "zip": "application/zip",
    ]

    /// The usual ones, and before those the ones of files like /etc/mime.types (a type, then its endings; `#` begins a
    /// comment). Of an ending the first type counts; a file may be missing.
    init(files: [String] = []) {
        var told: [String: String] = [:]
        for file in files {
            for line in ((try? readFile(file)) ?? []).split(separator: UInt8(ascii: "\n")) {
                Self.read(line, into: &told)
            }
        }
        types.merge(told) { _, told in told }
    }

    private static func read(_ line: ArraySlice<UInt8>, into types: inout [String: String]) {
        if line.first == UInt8(ascii: "#") { return }
        let words = line.split { [0x20, 0x09, 0x0D].contains($0) }
        // It becomes a header: what has other characters is no type.
        guard let type = words.first, type.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
        for ending in words.dropFirst().map({ String(decoding: $0, as: UTF8.self).lowercased() })
        where types[ending] == nil {
            types[ending] = String(decoding: type, as: UTF8.self)
        }
    }

    /// The type of a file by its name, or by that of what a link leads to; bytes of no known kind are
    /// application/octet-stream.
    func type(of file: StaticFile) -> String {
        type(of: file.name) ?? type(of: file.path) ?? "application/octet-stream"
    }

    private func type(of path: [UInt8]) -> String? {
        guard let name = path.split(separator: UInt8(ascii: "/")).last,
            let dot = name.lastIndex(of: UInt8(ascii: "."))
        else { return nil }
        return types[String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased()]
    }
}
