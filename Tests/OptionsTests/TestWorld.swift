import Foundation
import Options

/// A world made of values, so that tests say everything a configuration can see.
struct TestWorld: Surroundings {
    var files: [String: [UInt8]] = [:]
    var directories: Set<String> = []
    var links: Set<String> = []
    var variables: [(String, String)] = []
    var outputs: [String: String] = [:]
    var readsDisk = false
    var hostName = "holdout"
    var processorCount = 2
    var workingDirectory = "/srv"
    var program = "/usr/bin/vassal"
    var now: Int64 = 1_700_000_000_123_456
    var user = NamedID(number: 33, name: "www-data")
    var group = NamedID(number: 33, name: "www-data")
    var isReload = false

    init(_ files: [String: String] = [:]) {
        self.files = files.mapValues { Array($0.utf8) }
    }

    var environment: [EnvironmentVariable] {
        variables.map { EnvironmentVariable(name: Array($0.0.utf8), value: Array($0.1.utf8)) }
    }

    func readFile(_ path: String) -> Result<[UInt8], SurroundingsFailure> {
        if let bytes = files[path] ?? files[absolute(path)] { return .success(bytes) }
        if readsDisk, let data = FileManager.default.contents(atPath: absolute(path)) { return .success(Array(data)) }
        return .failure(SurroundingsFailure("No such file or directory"))
    }

    func run(_ command: String) -> Result<[UInt8], SurroundingsFailure> {
        outputs[command].map { .success(Array($0.utf8)) } ?? .failure(SurroundingsFailure("not found"))
    }

    func kind(of path: String) -> PathKind? {
        if directories.contains(path) { return .directory }
        return files[path] ?? files[absolute(path)] == nil ? nil : .file
    }

    func isLink(_ path: String) -> Bool { links.contains(path) }

    func inode(of path: String) -> UInt64? { kind(of: path).map { _ in 4711 } }

    func realPath(_ path: String) -> String? {
        absolute(path).split(separator: "/").reduce(into: "") { $0 += $1 == "." ? "" : "/\($1)" }
    }

    func glob(_ pattern: String) -> [String] {
        let prefix = pattern.replacing("*", with: "")
        let found = files.keys.filter { $0.hasPrefix(prefix) }.sorted()
        return found.isEmpty ? [pattern] : found
    }

    func matches(_ text: String, pattern: String) -> Bool? {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    }
}

/// The options of one file, without those by which it was reached.
func evaluate(_ text: String, _ world: TestWorld = TestWorld()) -> Evaluation {
    var world = world
    world.files["/srv/site.ini"] = Array(text.utf8)
    return IniLanguage.evaluate(file: "site.ini", in: world)
}

/// The value that the last option of a name has after the language layer.
func value(_ key: String, in text: String, _ world: TestWorld = TestWorld()) -> String? {
    evaluate(text, world).entries.last { $0.key == key }?.value
}

/// Settings of one file, and all its problems as `--check` prints them.
func settings(_ text: String, _ world: TestWorld = TestWorld()) -> (settings: Settings, problems: [String]) {
    let evaluation = evaluate(text, world)
    let made = Settings.make(from: evaluation)
    return (made.settings, (evaluation.problems + made.problems).map(\.description))
}
