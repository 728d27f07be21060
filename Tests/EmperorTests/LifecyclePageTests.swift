import Foundation
import Testing

@Suite("What is made from the machine of a site")
struct LifecyclePageTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/LIFECYCLE.md")

    @Test("docs/LIFECYCLE.md is the table of this machine; make docs writes it")
    func page() throws {
        if ProcessInfo.processInfo.environment["EMPEROR_WRITE_DOCS"] != nil {
            try LifecyclePage.text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == LifecyclePage.text)
    }
}
