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

    /// The usual ones.
    init() {}

    /// The usual ones and those of a file like /etc/mime.types (a type, then its endings; `#` begins a comment), which
    /// may be missing.
    init(file: String) {
        let text = (try? readFile(file)) ?? []
        for line in text.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { String(decoding: $0, as: UTF8.self) }
            guard let type = words.first else { continue }
            for ending in words.dropFirst() { types[ending] = type }
        }
    }

    /// The type of a file; bytes of no known kind are application/octet-stream.
    func type(of path: String) -> String {
        guard let name = path.utf8.split(separator: UInt8(ascii: "/")).last,
            let dot = name.lastIndex(of: UInt8(ascii: "."))
        else { return "application/octet-stream" }
        let ending = String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased()
        return types[ending] ?? "application/octet-stream"
    }
}
