/// Files that are served without the application.
extension OptionTable {
    static var staticRows: [OptionRow] { whichFiles + howFilesAreSent + expiryRows }

    private static var whichFiles: [OptionRow] {
        [
            .works(
                "static-map", is: .mapping { $0.requests.files.maps.append($1) }, repeats: true,
                help: "Serves files without the application: /PREFIX=DIRECTORY or /PATH=FILE."),
            .works(
                "static-map2", is: .mapping { $0.requests.files.wholeMaps.append($1) }, repeats: true,
                help: "As static-map, the prefix being a part of the path on disk."),
            .works(
                "check-static", "static-check", is: .path { $0.requests.files.directories.append($1) }, repeats: true,
                help: "Serves a file of this directory where there is one, before static-map is asked."),
            .works(
                "check-static-docroot", is: .flag { $0.requests.files.looksInDocumentRoot = $1 }, default: "false",
                help: "Serves a file of the DOCUMENT_ROOT that nginx names where there is one."),
            .works(
                "static-index", is: .path { $0.requests.files.indexes.append($1) }, repeats: true,
                help: "Serves this file of a directory that is asked for; its path without a slash is redirected."),
            .works(
                "static-skip-ext", is: .word { $0.requests.files.skippedEndings.append($1) }, repeats: true,
                help: "Leaves files with this ending to the application."),
            .works(
                "static-safe", is: .path { $0.requests.files.safeDirectories.append($1) }, repeats: true,
                help: "Links to files below this directory are followed although they leave the served one."),
            .accepted(
                "static-cache-paths", is: .seconds(), because: "paths are looked up by the kernel in one call",
                help: "Remembers where files are."),
            .accepted(
                "static-cache-paths-name", is: .word(), because: "paths are looked up by the kernel in one call",
                help: "Where it is remembered where files are."),
        ]
    }

    private static var howFilesAreSent: [OptionRow] {
        [
            .works(
                "mimefile", "mime-file", is: .path { $0.requests.files.mediaTypeFiles.append($1) }, repeats: true,
                default: "/etc/mime.types", help: "Content types and the endings of their files, one type a line."),
            .works(
                "file-serve-mode", "fileserve-mode",
                is: .text(checking: { handover($0) == nil ? "is none of nginx, x-accel-redirect, x-sendfile" : nil }) {
                    $0.requests.files.handover = handover($1)
                }, default: "files are sent from here",
                help: "Has the server in front send the files: nginx (x-accel-redirect) or x-sendfile."),
            .accepted(
                "honour-range", is: .flag(), because: "ranges of files are always honoured",
                help: "Sends parts of files."),
            .accepted(
                "disable-sendfile", is: .flag(), because: "where the kernel cannot send a file it is read",
                help: "Files are read before they are sent."),
            .works(
                "static-gzip-all", is: .flag { $0.requests.files.allAreCompressed = $1 }, default: "false",
                help: "Sends FILE.br or FILE.gz for a file to clients that take it, where there is one."),
            .works(
                "static-gzip-dir", "static-gzip-prefix",
                is: .path { $0.requests.files.compressedDirectories.append($1) }, repeats: true,
                help: "As static-gzip-all, for files below this directory."),
            .works(
                "static-gzip-ext", "static-gzip-suffix",
                is: .word { $0.requests.files.compressedEndings.append($1) }, repeats: true,
                help: "As static-gzip-all, for files with this ending."),
            .works(
                "static-gzip", is: .pattern { $0.requests.files.compressedPatterns.append($1) }, repeats: true,
                help: "As static-gzip-all, for files whose path fits a regular expression."),
        ]
    }

    private static func handover(_ text: String) -> StaticSettings.Handover? {
        switch text.lowercased() {
        case "nginx", "x-accel-redirect", "xaccelredirect": .accelRedirect
        case "x-sendfile", "xsendfile": .sendfile
        default: nil
        }
    }
}

// Expires.
extension OptionTable {
    private static var expiryRows: [OptionRow] {
        let subjects: [(String, ExpirySetting.Subject, String)] = [
            ("static-expires", .file, "whose path fits a regular expression: EXPRESSION SECONDS"),
            ("static-expires-path-info", .path, "whose PATH_INFO fits a regular expression: EXPRESSION SECONDS"),
            ("static-expires-uri", .uri, "whose REQUEST_URI fits a regular expression: EXPRESSION SECONDS"),
            ("static-expires-type", .type, "of a content type: TYPE=SECONDS"),
        ]
        return subjects.flatMap { name, subject, which in
            [
                expiry(name, subject, sinceChange: false, "Has clients keep files so long \(which)."),
                expiry(
                    name + "-mtime", subject, sinceChange: true,
                    "As \(name), the seconds counting from the file's last change."),
            ]
        }
    }

    private static func expiry(
        _ name: String, _ subject: ExpirySetting.Subject, sinceChange: Bool, _ help: String
    ) -> OptionRow {
        let mark: Character = subject == .type ? "=" : " "
        let form = subject == .type ? "TYPE=SECONDS" : "EXPRESSION SECONDS"
        return .works(
            name,
            is: .text(checking: { parts(of: $0, at: mark) == nil ? "is not of the form \(form)" : nil }) {
                settings, text, entry in
                guard let (pattern, seconds) = parts(of: text, at: mark) else { return }
                settings.requests.files.expiries.append(
                    ExpirySetting(
                        subject: subject, pattern: Pattern(text: pattern, option: entry.key, origin: entry.origin),
                        seconds: seconds, sinceChange: sinceChange))
            }, repeats: true, help: help)
    }

    /// A pattern and a number of seconds, from 0 to what a date can be.
    private static func parts(of text: String, at mark: Character) -> (String, Int)? {
        guard let place = text.firstIndex(of: mark), place != text.startIndex else { return nil }
        let rest = text[text.index(after: place)...].split(whereSeparator: \.isWhitespace)
        guard rest.count == 1, let seconds = Int(rest[0]), (0...Int(Int32.max)).contains(seconds) else { return nil }
        return (String(text[..<place]), seconds)
    }
}
