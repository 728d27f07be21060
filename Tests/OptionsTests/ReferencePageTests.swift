import Foundation
import Options
import Testing

@Suite("What is made from the option table")
struct ReferencePageTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("docs/OPTIONS.md is the page of this table; make docs writes it")
    func page() throws {
        let page = try String(contentsOf: Self.package.appendingPathComponent("docs/OPTIONS.md"), encoding: .utf8)
        #expect(page == OptionsPage.text)
    }

    @Test("the page has every name")
    func names() {
        let page = OptionsPage.text
        for name in OptionTable.rows.flatMap(\.names) where !page.contains("`\(name)`") { Issue.record("\(name)") }
    }

    @Test("help has every option that works for whom it is, and no other")
    func help() {
        let help = OptionHelp.text(for: .site)
        #expect(help.contains("-p, --processes N "))
        #expect(help.contains("--chmod-socket[=MODE]"))
        #expect(!help.contains("--emperor "))
        #expect(!help.contains("--spooler "))
        #expect(OptionHelp.text(for: .emperor).contains("--emperor PATH"))
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test("every shell completes each of them under each of its names", arguments: Completion.Shell.allCases)
    func completion(shell: Completion.Shell) {
        let script = Completion(program: "vassal", role: .site, own: [("check=", "It's checked")]).script(for: shell)
        for name in ["processes", "workers", "lazy-apps", "check"] {
            #expect(script.contains(shell == .fish ? "-l \(name) " : "--\(name)"))
        }
        #expect(!script.contains("spooler"))
    }

    @Test("a text is broken at blanks")
    func wrapping() {
        #expect("".wrapped(to: 5).isEmpty)
        #expect("aa bb cc".wrapped(to: 5) == ["aa bb", "cc"])
        #expect("a longword b".wrapped(to: 4) == ["a", "longword", "b"])
    }
}
