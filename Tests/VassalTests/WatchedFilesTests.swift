import Foundation
import Kernel
import Testing

@testable import Vassal

/// Which changes count, and when.
@Suite("Watched files") struct WatchedFilesTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let a = WatchedFiles.File(path: "/a", wish: .reload)
    private let b = WatchedFiles.File(path: "/b", wish: .reopenLog)

    /// A site's files, as whoever looks at them finds them.
    private struct Stage {
        var files = WatchedFiles()

        init(_ facts: [WatchedFiles.File: WatchedFacts]) { files.watch(facts) }

        /// Whether anything changed since the last glance.
        mutating func sees(_ facts: [WatchedFiles.File: WatchedFacts]) -> Bool {
            files.glance { facts[$0] ?? WatchedFacts() }
        }

        mutating func changes() -> [WatchedFiles.File] { files.takeChanges() }
    }

    private func at(_ time: Int64?) -> WatchedFacts { WatchedFacts(modified: time) }

    @Test("a change is any other time, appearing and disappearing")
    func changes() {
        var stage = Stage([a: at(5), b: at(nil)])
        for (facts, expected) in [
            ([a: at(5), b: at(nil)], []), ([a: at(4), b: at(7)], [a, b]), ([a: at(nil), b: at(7)], [a]),
        ] {
            let saw = stage.sees(facts)
            let changes = stage.changes()
            #expect(saw == !expected.isEmpty)
            #expect(changes == expected)
        }
    }

    @Test("what is changed back before it is acted on is no change, and each step there is one to wait for")
    func changedBack() {
        var stage = Stage([a: at(5)])
        let saw = [6, 5, 5].map { stage.sees([a: at($0)]) }
        #expect(saw == [true, true, false])
        let changes = stage.changes()
        #expect(changes.isEmpty)
    }

    @Test("what changed before others were watched too is not forgotten, and new ones count from the facts given")
    func others() {
        var stage = Stage([a: at(5)])
        stage.files.watch([a: at(6), b: at(1)])
        _ = stage.sees([a: at(6), b: at(2)])
        let changes = stage.changes()
        #expect(changes == [a, b])
        stage.files.watch([b: at(2)])
        #expect(stage.files.paths == ["/b"])
    }

    @Test("of a directory that is watched for everything, its entries count, but what Python writes does not")
    func directory() throws {
        let folder = NSTemporaryDirectory() + "/w-" + UUID().uuidString.prefix(8)
        try makeDirectory(folder + "/below", mode: 0o700)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = WatchedFiles.File(path: folder, wish: .reload, aspect: .everything)
        func changes(_ body: () throws -> Void) throws -> Bool {
            let before = WatchedFacts(of: file)
            try body()
            return WatchedFacts(of: file) != before
        }
        #expect(try changes { try replaceFile(folder + "/a", with: [], mode: 0o600) })
        #expect(try changes { try changeMode(folder + "/a", 0o640) })
        #expect(try !changes { try replaceFile(folder + "/below/a", with: [], mode: 0o600) })
        #expect(try !changes { try makeDirectory(folder + "/__pycache__", mode: 0o700) })
        #expect(try changes { try unlink(folder + "/a") })
        #expect(try changes { try changeMode(folder, 0o711) })
        #expect(try changes { try FileManager.default.removeItem(atPath: folder) })
    }

    @Test("changes on end are acted on when it is quiet, or the first is a second old")
    func settling() {
        var settling = Settling()
        #expect(settling.due == nil)
        settling.heard(at: start)
        #expect(settling.due == start + .milliseconds(100))
        settling.heard(at: start + .milliseconds(90))
        let taken = [189, 190, 191].map { settling.takeDue(at: start + .milliseconds(Int64($0))) }
        #expect(taken == [false, true, false])
        #expect(settling.due == nil, "it is done with")
        for step in 0..<20 { settling.heard(at: start + .milliseconds(70 * Int64(step))) }
        #expect(settling.due == start + .seconds(1))
    }
}
