import Foundation
import Testing

@testable import Kernel

/// Whether whoever watches a path hears of what happens to it, however it is led to.
@Suite("A path watcher") struct PathWatcherTests {
    private let scratch: Scratch
    private let loop: EventLoop
    private let heard = Heard()
    private let watcher: PathWatcher<Int>

    private final class Heard {
        var clients: [Int: Int] = [:]
        var isWatched = true
    }

    init() throws {
        scratch = try Scratch()
        loop = try EventLoop()
        let heard = heard
        watcher = try PathWatcher(loop) { client, isWatched in
            heard.clients[client, default: 0] += 1
            heard.isWatched = isWatched
        }
    }

    /// Whether a change of one path makes itself heard. A second path's change comes after it, so that nothing is waited
    /// for that may never come.
    private func hears(_ change: () throws -> Void) throws -> Bool {
        heard.clients = [:]
        try change()
        try replaceFile(scratch("last"), with: [], mode: 0o600)
        try loop.run { heard.clients[2] != nil }
        return heard.clients[1] != nil
    }

    private func watch(_ path: String) {
        #expect(watcher.watch([path], for: 1))
        #expect(watcher.watch([scratch("last")], for: 2))
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test("hears of writing, touching, replacing, removing and making")
    func file() throws {
        let path = scratch("file")
        watch(path)
        #expect(try hears { try replaceFile(path, with: [1], mode: 0o600) })
        let file = try openFile(path, .append(mode: 0o600))
        #expect(try hears { writeBytes([2], to: file.raw) })
        #expect(try hears { try changeMode(path, 0o640) })
        #expect(try hears { try replaceFile(path, with: [1], mode: 0o600) })
        #expect(try hears { try replaceFile(path, with: [1], mode: 0o600) })
        #expect(try hears { try unlink(path) })
        #expect(try hears { try replaceFile(path, with: [3], mode: 0o600) })
    }

    @Test("does not hear of its neighbours")
    func neighbours() throws {
        try replaceFile(scratch("file"), with: [], mode: 0o600)
        watch(scratch("file"))
        #expect(try !hears { try replaceFile(scratch("other"), with: [], mode: 0o600) })
        try unlink(scratch("file"))
        _ = try hears {}
        #expect(try !hears { try replaceFile(scratch("other"), with: [], mode: 0o600) })
    }

    @Test("hears of a file that is replaced while somebody has it open")
    func openFileReplaced() throws {
        let path = scratch("file")
        try replaceFile(path, with: [], mode: 0o600)
        watch(path)
        let kept = try openFile(path, .read)
        #expect(try hears { try replaceFile(path, with: [1], mode: 0o600) })
        #expect(try hears { try replaceFile(path, with: [2], mode: 0o600) })
        _ = kept
    }

    @Test("follows a directory that is removed and made anew, and one that is moved away")
    func directory() throws {
        let path = scratch("a/b/file")
        watch(path)
        #expect(try hears { try makeDirectory(scratch("a/b"), mode: 0o700) })
        #expect(try hears { try replaceFile(path, with: [], mode: 0o600) })
        #expect(try hears { try rename(scratch("a"), to: scratch("old")) })
        #expect(try !hears { try replaceFile(scratch("old/b/file"), with: [], mode: 0o600) })
        #expect(try hears { try makeDirectory(scratch("a/b"), mode: 0o700) })
        #expect(try hears { try replaceFile(path, with: [], mode: 0o600) })
        try unlink(path)
        try removeDirectory(scratch("a/b"))
        #expect(try hears { try removeDirectory(scratch("a")) })
        #expect(try hears { try makeDirectory(scratch("a/b"), mode: 0o700) })
        #expect(try hears { try replaceFile(path, with: [], mode: 0o600) })
    }

    @Test("follows links, on the way and at its end, and what they lead to")
    func links() throws {
        for release in ["one", "two"] {
            try makeDirectory(scratch(release), mode: 0o700)
            try replaceFile(scratch("\(release)/file"), with: [], mode: 0o600)
            try link(scratch("\(release)/link"), to: "file")
        }
        try link(scratch("current"), to: scratch("one"))
        watch(scratch("current/link"))
        #expect(try hears { try changeMode(scratch("one/file"), 0o640) })
        #expect(try !hears { try changeMode(scratch("two/file"), 0o640) })
        try link(scratch("next"), to: "two")
        #expect(try hears { try rename(scratch("next"), to: scratch("current")) })
        #expect(try hears { try changeMode(scratch("two/file"), 0o600) })
        #expect(try !hears { try changeMode(scratch("one/file"), 0o600) })
        #expect(try hears { try unlink(scratch("two/link")) })
    }

    @Test("hears of what is in a directory")
    func entries() throws {
        try makeDirectory(scratch("d"), mode: 0o700)
        watch(scratch("d"))
        #expect(try hears { try replaceFile(scratch("d/a"), with: [], mode: 0o600) })
        #expect(try hears { try changeMode(scratch("d/a"), 0o640) })
        #expect(try hears { try unlink(scratch("d/a")) })
        #expect(try hears { try removeDirectory(scratch("d")) })
        #expect(try hears { try makeDirectory(scratch("d"), mode: 0o700) })
        #expect(try hears { try replaceFile(scratch("d/a"), with: [], mode: 0o600) })
    }

    @Test("tells a burst of changes once, and each client of its own paths")
    func burst() throws {
        watcher.watch([scratch("a"), scratch("b")], for: 1)
        watcher.watch([scratch("b")], for: 2)
        watcher.watch([scratch("c")], for: 3)
        for _ in 1...50 {
            for name in ["a", "b"] { try replaceFile(scratch(name), with: [], mode: 0o600) }
        }
        try loop.run { heard.clients[2] != nil }
        #expect(heard.clients == [1: 1, 2: 1])
    }

    @Test("hears nothing for whom it watches nothing any more")
    func forgotten() throws {
        watch(scratch("file"))
        watcher.watch([], for: 1)
        #expect(try !hears { try replaceFile(scratch("file"), with: [], mode: 0o600) })
    }

    @Test("says so when a change may go unheard")
    func unheard() throws {
        try link(scratch("loop"), to: "loop")
        #expect(!watcher.watch([scratch("loop")], for: 1))
        try unlink(scratch("loop"))
        try loop.run { heard.clients[1] != nil }
        #expect(heard.isWatched)
    }
}
