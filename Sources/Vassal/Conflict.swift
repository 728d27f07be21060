/// What an app prints that cannot have what another process of it has: the words of Linux, Python and SQLite.
enum Conflict {
    private static let words = [
        "Address already in use", "EADDRINUSE", "[Errno 98]", "Resource temporarily unavailable", "[Errno 11]",
        "database is locked", "already locked", "already running",
    ]

    /// Whether one of these lines speaks of a port or a lock that is taken.
    static func isToldOf(in lines: [String]) -> Bool {
        lines.contains { line in words.contains { line.contains($0) } }
    }
}
