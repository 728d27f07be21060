import Options
import Protocol

extension Plan {
    /// Files that are answered without the app.
    var staticFiles: StaticFiles {
        let asked = settings.requests.files
        var files = StaticFiles()
        files.roots = roots(asked)
        files.looksInDocumentRoot = asked.looksInDocumentRoot
        files.indexes = asked.indexes
        files.skippedEndings = asked.skippedEndings
        files.safeDirectories = asked.safeDirectories.map(below)
        if !asked.mediaTypeFiles.isEmpty { files.mediaTypeFiles = asked.mediaTypeFiles.map(below) }
        files.expiries = expiries(asked)
        files.compressed.all = asked.allAreCompressed
        files.compressed.directories = asked.compressedDirectories.map(below)
        files.compressed.endings = asked.compressedEndings
        files.compressed.patterns = asked.compressedPatterns.map(\.text)
        files.handover = asked.handover.map { $0 == .sendfile ? .sendfile : .accelRedirect }
        return files
    }

    /// In the order in which uWSGI looks at them (core/protocol.c, uwsgi_parse_vars).
    private func roots(_ asked: StaticSettings) -> [StaticFiles.Root] {
        asked.directories.map { StaticFiles.Root(prefix: "", path: below($0)) }
            + asked.maps.map { StaticFiles.Root(prefix: $0.key, path: below($0.value)) }
            + asked.wholeMaps.map { StaticFiles.Root(prefix: $0.key, path: below($0.value), keepsPrefix: true) }
    }

    /// In the order in which uWSGI looks at them (core/static.c), so that the first that fits counts.
    private func expiries(_ asked: StaticSettings) -> [StaticFiles.Expiry] {
        func rank(_ expiry: ExpirySetting) -> Int { expiry.subject.rawValue * 2 + (expiry.sinceChange ? 1 : 0) }
        return asked.expiries.enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map { _, expiry in
                StaticFiles.Expiry(
                    subject: subject(expiry.subject), pattern: expiry.pattern.text, seconds: expiry.seconds,
                    sinceChange: expiry.sinceChange)
            }
    }

    private func subject(_ subject: ExpirySetting.Subject) -> StaticFiles.Expiry.Subject {
        switch subject {
        case .file: .file
        case .path: .path
        case .uri: .uri
        case .type: .type
        }
    }

    private func below(_ path: String) -> String { absolute(path, from: appDirectory) }
}
