/// Files served without the application.
public struct StaticSettings: Hashable, Sendable {
    /// URL prefix and file or directory (`static-map`).
    public var maps: [Mapping] = []
    /// URL prefix and the directory below which the whole path lies (`static-map2`).
    public var wholeMaps: [Mapping] = []
    /// Directories whose files are served where the whole path fits.
    public var directories: [String] = []
    /// DOCUMENT_ROOT is one of them.
    public var looksInDocumentRoot = false
    /// Files that stand for their directory.
    public var indexes: [String] = []
    /// Endings of paths that are the application's.
    public var skippedEndings: [String] = []
    /// Directories that links may lead to.
    public var safeDirectories: [String] = []
    /// Files of content types; none: the machine's.
    public var mediaTypeFiles: [String] = []
    /// When files get old, in the order of the file.
    public var expiries: [ExpirySetting] = []
    /// There may be a compressed file beside each.
    public var allAreCompressed = false
    /// Beginnings of paths of which there may be compressed files.
    public var compressedDirectories: [String] = []
    /// Endings of those.
    public var compressedEndings: [String] = []
    /// Regular expressions for those.
    public var compressedPatterns: [Pattern] = []
    /// Who sends files: `x-sendfile`, `x-accel-redirect`, or nil for us.
    public var handover: Handover?

    /// What has the server in front send a file.
    public enum Handover: Hashable, Sendable {
        case sendfile, accelRedirect
    }
}

/// A regular expression, which is checked once a library is at hand.
public struct Pattern: Hashable, Sendable {
    /// The expression.
    public let text: String
    /// The option that has it.
    public let option: String
    /// Where it stands.
    public let origin: Origin
}

/// For how long some files may be kept.
public struct ExpirySetting: Hashable, Sendable {
    /// What of a request for a file is looked at.
    public enum Subject: Int, Hashable, Sendable {
        // In the order in which uWSGI asks them.
        case file, path, uri, type
    }

    /// What is looked at.
    public let subject: Subject
    /// What it is compared with.
    public let pattern: Pattern
    /// Seconds from now on, or from the file's last change.
    public let seconds: Int
    /// They count from its last change.
    public let sinceChange: Bool
}
