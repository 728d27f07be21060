import Foundation
import Options
import Testing

@Suite("The option table")
struct TableTests {
    @Test("has each name once")
    func names() {
        let names = OptionTable.rows.flatMap(\.names)
        let twice = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
        #expect(twice.isEmpty)
        #expect(names.count > 1200)
    }

    @Test("has each letter once")
    func letters() {
        let letters = OptionTable.rows.compactMap(\.letter)
        #expect(Set(letters).count == letters.count)
        #expect(OptionTable.row(letter: "p")?.name == "processes")
    }

    @Test("finds a row under every name")
    func lookup() {
        for row in OptionTable.rows {
            for name in row.names where OptionTable.row(named: name)?.name != row.name { Issue.record("\(name)") }
        }
        #expect(OptionTable.row(named: "venv")?.name == "home")
        #expect(OptionTable.row(named: "python-autoreload")?.name == "py-autoreload")
    }

    @Test("says in one sentence what each does, and in a part of one what becomes of it")
    func sentences() {
        for row in OptionTable.rows {
            if !row.help.hasSuffix(".") || row.help.first?.isUppercase != true {
                Issue.record("\(row.name): \(row.help)")
            }
            guard let reason = row.status.reason else { continue }
            if reason.isEmpty || reason.hasSuffix(".") { Issue.record("\(row.name): \(reason)") }
        }
    }

    @Test("gives every option that works a setting, unless the language obeys it")
    func settingsFilled() {
        for row in OptionTable.rows where row.status == .works && row.value.kind != .logic && !row.value.fillsSetting {
            Issue.record("\(row.name) works and fills no setting")
        }
    }

    @Test(
        "suggests the nearest name",
        arguments: [("vaccum", "vacuum"), ("workes", "workers"), ("enable_threads", "enable-threads")])
    func suggestions(typed: String, meant: String) {
        #expect(OptionTable.nearest(to: typed) == meant)
    }

    @Test(
        "suggests nothing far", arguments: ["project", "x", "", "django-app-name", String(repeating: "a", count: 1000)])
    func noSuggestion(typed: String) {
        #expect(OptionTable.nearest(to: typed) == nil)
    }
}

@Suite("Coverage of real files", .enabled(if: Corpus.folder != nil, "no corpus: set EMPEROR_CORPUS to its folder"))
struct CoverageTests {
    @Test("no option that uWSGI knows is without a row")
    func coverage() throws {
        var counts: [String: Int] = [:]
        var without: [String] = []
        for line in String(decoding: try Corpus.bytes("option-frequency.tsv"), as: UTF8.self).split(separator: "\n")
            .dropFirst()
        {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > 3, fields[3] == "yes", let count = Int(fields[2]) else { continue }
            let row = OptionTable.row(named: String(fields[0]))
            if row == nil { without.append(String(fields[0])) }
            counts[row?.status.word ?? "no row", default: 0] += count
        }
        let all = counts.values.reduce(0, +)
        let parts = counts.sorted { $0.value > $1.value }.map { "\($0.key) \(100 * $0.value / max(1, all)) %" }
        print("occurrences in real files: \(parts.joined(separator: ", "))")
        #expect(without.isEmpty)
        #expect(counts["not built yet", default: 0] * 100 <= all * Self.mostNotBuilt)
    }

    /// Percent of all occurrences.
    private static let mostNotBuilt = 15
}
