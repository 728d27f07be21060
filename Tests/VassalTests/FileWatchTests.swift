import Foundation
import Kernel
import Testing

@testable import Vassal

/// Who watches files for a master, and what is done while nobody does.
@Suite("A watch of files") struct FileWatchTests {
    private final class Stage {
        let loop: EventLoop
        let folder = NSTemporaryDirectory() + "/v-" + UUID().uuidString.prefix(8)
        var asked: [(request: Int, paths: Set<String>)] = []
        var changes: [[String]] = []
        private(set) var watch: FileWatch?

        init(hasEmperor: Bool) throws {
            loop = try EventLoop()
            try makeDirectory(folder, mode: 0o700)
            watch = FileWatch(
                loop, ask: hasEmperor ? { [unowned self] in asked.append(($0, $1)) } : nil, log: { _ in },
                onChanges: { [unowned self] in changes.append($0.map(\.path)) })
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func path(_ name: String) -> String { folder + "/" + name }

        func write(_ name: String) throws { try replaceFile(path(name), with: [], mode: 0o600) }

        func see(_ names: String...) {
            watch?.watch(WatchedFacts.look(at: names.map { WatchedFiles.File(path: path($0), wish: .reload) }))
        }
    }

    @Test("alone, a burst over all files is one change")
    func alone() throws {
        let stage = try Stage(hasEmperor: false)
        stage.see("a", "b")
        for _ in 1...50 {
            try stage.write("a")
            try stage.write("b")
        }
        try stage.loop.run { !stage.changes.isEmpty }
        #expect(stage.changes == [[stage.path("a"), stage.path("b")]])
        try stage.write("b")
        try stage.loop.run { stage.changes.count > 1 }
        #expect(stage.changes.last == [stage.path("b")])
        #expect(stage.asked.isEmpty)
    }

    @Test("with an emperor, it is asked, and asked again by each one that comes")
    func asking() throws {
        let stage = try Stage(hasEmperor: true)
        stage.watch?.helperCame()
        #expect(stage.asked.isEmpty, "there is nothing to watch")
        stage.see("a")
        stage.watch?.helperWent()
        stage.watch?.helperCame()
        #expect(stage.asked.map(\.paths) == [[stage.path("a")], [stage.path("a")]])
        #expect(Set(stage.asked.map(\.request)).count == 2)
        stage.see()
        #expect(stage.asked.last?.paths == [])
    }

    @Test("what changed is found when the emperor says so")
    func told() throws {
        let stage = try Stage(hasEmperor: true)
        stage.see("a")
        let request = try #require(stage.asked.last?.request)
        stage.watch?.heard(request, isComplete: true)
        try stage.write("a")
        stage.watch?.heard(request, isComplete: true)
        try stage.loop.run { !stage.changes.isEmpty }
        #expect(stage.changes == [[stage.path("a")]])
    }

    @Test("while nobody hears everything, it looks for itself", arguments: ["no answer", "incomplete", "gone"])
    func impatience(who: String) throws {
        let stage = try Stage(hasEmperor: true)
        stage.see("a")
        let request = try #require(stage.asked.last?.request)
        if who != "no answer" { stage.watch?.heard(request, isComplete: who == "gone") }
        if who == "gone" { stage.watch?.helperWent() }
        try stage.write("a")
        try stage.loop.run { !stage.changes.isEmpty }
        #expect(stage.changes == [[stage.path("a")]])
    }
}
