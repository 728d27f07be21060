import Foundation
import Options
import Testing

@Suite("Problems of real files", .enabled(if: Corpus.folder != nil, "no corpus: set EMPEROR_CORPUS to its folder"))
struct CorpusProblemsTests {
    @Test("no placeholder that a file uses is taken for a misspelt option", arguments: Corpus.names(in: "expected"))
    func usedPlaceholders(name: String) throws {
        let bytes = try Corpus.bytes("ini/\(name).ini")
        var world = TestWorld()
        world.files = ["/srv/\(name).ini": bytes]
        let text = String(decoding: bytes, as: UTF8.self)
        let used = Set(text.matches(of: #/%\(([^)]*)\)/#).flatMap { $0.1.split(separator: " ").map(String.init) })
        for problem in IniLanguage.evaluate(file: "\(name).ini", in: world).problems {
            guard let key = problem.text.wholeMatch(of: #/there is no option ([^,]*)(?:,.*)?/#)?.1 else { continue }
            #expect(!used.contains(String(key)), "\(problem)")
        }
    }
}
