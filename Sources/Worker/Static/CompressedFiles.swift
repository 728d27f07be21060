import Kernel
import Protocol
import Wire

/// Of which files there may be a compressed one beside them, and whether a client takes it.
struct CompressedFiles: Sendable {
    private let rules: StaticFiles.Compressed
    private let directories: [[UInt8]]
    private let endings: [[UInt8]]
    private let patterns: [Expression]

    init(_ rules: StaticFiles.Compressed) {
        self.rules = rules
        directories = rules.directories.map { Array(((try? resolvePath($0)) ?? $0).utf8) }
        endings = rules.endings.map { Array($0.utf8) }
        patterns = rules.patterns.compactMap { try? Expression($0) }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether a file by its path may have one.
    func include(_ path: [UInt8]) -> Bool {
        if rules.isEmpty { return false }
        return rules.all || directories.contains { path.starts(with: $0) }
            || endings.contains { path.count >= $0.count && path.suffix($0.count).elementsEqual($0) }
            || patterns.contains { $0.isFound(in: path.span) }
    }

    /// The file that the client gets: `.br` and `.gz` beside it where it takes them, as in uWSGI (core/static.c,
    /// uwsgi_static_want_gzip).
    static func choice(_ exchange: Exchange, _ file: StaticFile, _ root: ServedRoot) -> StaticFile {
        guard let header = exchange.value(of: "HTTP_ACCEPT_ENCODING") else { return file }
        for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            if ContentCodings.header(header.span, takes: coding),
                let compressed = file.compressed(coding, ending, in: root)
            {
                return compressed
            }
        }
        return file
    }
}
