/// Files that are answered without the app, and how: the part of an `AppOrder` about that. Paths are absolute.
public struct StaticFiles: Codable, Hashable, Sendable {
    /// Where files are looked for, one after the other (`check-static`, `static-map`, `static-map2`).
    public var roots: [Root] = []
    /// After those, below the DOCUMENT_ROOT that a uwsgi packet names (`check-static-docroot`).
    public var looksInDocumentRoot = false
    /// Files that stand for their directory (`static-index`), the first that is there.
    public var indexes: [String] = []
    /// Paths that end so are the app's (`static-skip-ext`).
    public var skippedEndings: [String] = []
    /// Directories outside of a root that links in it may lead to (`static-safe`).
    public var safeDirectories: [String] = []
    /// Files with content types and their endings (`mimefile`), the first one's first.
    public var mediaTypeFiles = ["/etc/mime.types"]
    /// When a file gets old (`static-expires` and its kin); the first that fits counts.
    public var expiries: [Expiry] = []
    /// Of which files there may be compressed ones beside them.
    public var compressed = Compressed()
    /// Who sends the file: nobody behind us, or the server in front (`file-serve-mode`).
    public var handover: Handover?

    /// A directory or file, and which paths lead into it.
    public struct Root: Codable, Hashable, Sendable {
        /// What PATH_INFO begins with, up to a slash or its end.
        public var prefix: String
        /// The directory or file.
        public var path: String
        /// The prefix is a part of the path on the disk, too.
        public var keepsPrefix: Bool

        /// A root.
        public init(prefix: String, path: String, keepsPrefix: Bool = false) {
            self.prefix = prefix
            self.path = path
            self.keepsPrefix = keepsPrefix
        }
    }

    /// For how long some files may be kept.
    public struct Expiry: Codable, Hashable, Sendable {
        /// What of a request for a file is looked at.
        public enum Subject: String, Codable, Hashable, Sendable {
            /// The file's path, without links.
            case file
            /// PATH_INFO.
            case path
            /// REQUEST_URI.
            case uri
            /// The file's content type, which is to be equal to the pattern.
            case type
        }

        /// What is looked at.
        public var subject: Subject
        /// A regular expression, or a type.
        public var pattern: String
        /// Seconds from now on, or from the file's last change.
        public var seconds: Int
        /// They count from its last change.
        public var sinceChange: Bool

        /// A rule.
        public init(subject: Subject, pattern: String, seconds: Int, sinceChange: Bool) {
            self.subject = subject
            self.pattern = pattern
            self.seconds = seconds
            self.sinceChange = sinceChange
        }
    }

    /// Of which files a `.br` or `.gz` beside them is sent to whoever takes it.
    public struct Compressed: Codable, Hashable, Sendable {
        /// All (`static-gzip-all`).
        public var all = false
        /// Those whose path begins so (`static-gzip-dir`).
        public var directories: [String] = []
        /// Those whose path ends so (`static-gzip-ext`).
        public var endings: [String] = []
        /// Those whose path fits one of these regular expressions (`static-gzip`).
        public var patterns: [String] = []

        /// None.
        public init() {}

        /// Whether there are none.
        public var isEmpty: Bool { !all && directories.isEmpty && endings.isEmpty && patterns.isEmpty }
    }

    /// A header by which the server in front is told to send a file.
    public enum Handover: String, Codable, Hashable, Sendable {
        case accelRedirect = "X-Accel-Redirect"
        case sendfile = "X-Sendfile"
    }

    /// None.
    public init() {}
}
