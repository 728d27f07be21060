import Kernel
import Testing

@Suite struct DirectoryWatcherTests {
    private func hints(_ watcher: DirectoryWatcher, about name: String) throws -> [DirectoryWatcher.Hint.Kind] {
        try watcher.read().filter { $0.name == name }.map(\.kind)
    }

    @Test func aFileIsSeenWhenItIsClosedAfterWriting() throws {
        let scratch = try Scratch()
        let watcher = try DirectoryWatcher()
        _ = try watcher.watch(scratch.path)
        #expect(try watcher.read().isEmpty)
        var file: SharedDescriptor? = try openFile(scratch("a.ini"), .append(mode: 0o600))
        writeBytes([1], to: try #require(file).raw)
        #expect(try !hints(watcher, about: "a.ini").contains(.written))
        file = nil
        #expect(try hints(watcher, about: "a.ini") == [.written])
    }

    @Test func renamesAndRemovalsAreSeen() throws {
        let scratch = try Scratch()
        let watcher = try DirectoryWatcher()
        let number = try watcher.watch(scratch.path)
        try replaceFile(scratch("a"), with: [], mode: 0o600)
        #expect(try hints(watcher, about: "a").last == .written)
        try rename(scratch("a"), to: scratch("b"))
        let seen = try watcher.read()
        #expect(seen.map(\.watch) == [number, number])
        #expect(seen.map(\.name) == ["a", "b"])
        #expect(seen.map(\.kind) == [.removed, .written])
        try changeMode(scratch("b"), 0o640)
        #expect(try hints(watcher, about: "b") == [.touched])
        try unlink(scratch("b"))
        #expect(try hints(watcher, about: "b") == [.removed])
    }

    @Test func theEndOfAWatchedDirectoryIsSeen() throws {
        let scratch = try Scratch()
        let watcher = try DirectoryWatcher()
        try makeDirectory(scratch("d"), mode: 0o700)
        let number = try watcher.watch(scratch("d"))
        #expect(try watcher.watch(scratch("d")) == number)
        try removeDirectory(scratch("d"))
        #expect(try watcher.read().contains { $0.watch == number && $0.kind == .watchEnded })
    }

    @Test func nothingIsSeenAfterUnwatch() throws {
        let scratch = try Scratch()
        let watcher = try DirectoryWatcher()
        watcher.unwatch(try watcher.watch(scratch.path))
        try replaceFile(scratch("a"), with: [], mode: 0o600)
        #expect(try watcher.read().isEmpty)
    }

    @Test func whatIsNotThereIsNamed() throws {
        let watcher = try DirectoryWatcher()
        let error = #expect(throws: SystemError.self) { try watcher.watch("/nonexistent") }
        #expect(error?.description == "inotify_add_watch: No such file or directory (/nonexistent)")
    }
}
