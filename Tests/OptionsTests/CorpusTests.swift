import Foundation
import Options
import Testing

/// Real ini files, and what uWSGI 2.0.31 itself made of them.
enum Corpus {
    /// The folder, from EMPEROR_CORPUS or beside the package; nil when there is none.
    static let folder: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["EMPEROR_CORPUS"],
            package.deletingLastPathComponent().appendingPathComponent("shared/corpus").path,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/ini") }
    }()

    /// Variables that were set for `expected-with-env` where a file mentions them.
    static let variables = [
        ("PORT", "5000"), ("SOCKET", "/run/site.sock"), ("UWSGI_PROCESS_COUNT", "3"), ("UWSGI_THREAD_COUNT", "7"),
        ("UWSGI_SOCKET_TIMEOUT", "90"), ("DEV_ENV", "1"), ("UWSGI_PROCESSES", "6"), ("UWSGI_NUMBER_OF_THREADS", "5"),
        ("CIRCLECI", "true"), ("LISTEN_IPV6", "1"), ("SMTPD_PORT", "2525"), ("LD_CONTEXT_PATH", "links/"),
        ("LD_SERVER_PORT", "9999"), ("LD_REQUEST_TIMEOUT", "75"), ("UWSGI_MOUNT_PATH", "/awx"),
        ("HTTP_AUTH_CREDENTIALS", "u:p"), ("CELERY_NICE_LEVEL", "5"), ("MOUNT_PATH", "respa/"),
        ("DISPATCHARR_LOG_LEVEL", "INFO"),
    ]

    /// The ini files themselves; none where there is no corpus.
    static let files: [[UInt8]] = (names(in: "expected") + names(in: "expected-with-env")).compactMap {
        try? bytes("ini/\($0).ini")
    }

    static func names(in part: String) -> [String] {
        guard let folder else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
        return files.filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }.sorted()
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder ?? "")/\(path)")))
    }
}

@Suite("The corpus of real files", .enabled(if: Corpus.folder != nil, "no corpus: set EMPEROR_CORPUS to its folder"))
struct CorpusTests {
    static let base = [("PATH", "/usr/bin:/bin"), ("HOME", "/home/app"), ("LANG", "C.UTF-8")]
    /// They carry no information in the expected files.
    static let words: Set<String> = [
        "ini", "include", "endif", "endfor", "end-if", "end-for", "end", "if-env", "if-not-env", "if-opt", "if-not-opt",
        "if-exists", "if-file", "if-dir", "if-not-file", "for", "for-glob", "for-readline", "for-times",
    ]

    @Test("means what it means to uWSGI", arguments: Corpus.names(in: "expected"))
    func plain(name: String) throws {
        try compare(name, "expected", [])
    }

    @Test("means what it means to uWSGI with variables", arguments: Corpus.names(in: "expected-with-env"))
    func withVariables(name: String) throws {
        let text = String(decoding: try Corpus.bytes("ini/\(name).ini"), as: UTF8.self)
        try compare(name, "expected-with-env", Corpus.variables.filter { text.contains($0.0) })
    }

    private func compare(_ name: String, _ part: String, _ variables: [(String, String)]) throws {
        var world = TestWorld()
        world.workingDirectory = "/corpus"
        world.variables = Self.base + variables
        world.outputs = ["date +%Y-%m-%d": "DATE\n", "date +\"%Y-%m-%d\"": "DATE\n"]
        world.files = ["/corpus/\(name).ini": try Corpus.bytes("ini/\(name).ini")]
        let entries = IniLanguage.evaluate(file: "\(name).ini", in: world).entries
        let ours = entries.filter { !Self.words.contains($0.key) }.map { "\($0.key)\t\($0.value)" }
        #expect(ours == (try expected(name, part)))
    }

    private func expected(_ name: String, _ part: String) throws -> [String] {
        let lines = String(decoding: try Corpus.bytes("\(part)/\(name).tsv"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
        return lines.compactMap { line in
            let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, !Self.words.contains(fields[1]) else { return nil }
            let value = fields[2].replacing("@DIR@", with: "/corpus")
            return "\(fields[1])\t\(value)".replacing(#/20\d\d-\d\d-\d\d(?=\.log)/#, with: "DATE")
        }
    }
}
