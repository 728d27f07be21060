import Foundation
import Kernel
import Testing

@Suite struct FilesTests {
    @Test func aFileIsReplacedWhole() throws {
        let scratch = try Scratch()
        try replaceFile(scratch("a"), with: Array("old".utf8), mode: 0o644)
        let reader = try openFile(scratch("a"), .read)
        try replaceFile(scratch("a"), with: Array("new".utf8), mode: 0o600)
        #expect(try readToEnd(reader.raw, purpose: "a") == Array("old".utf8))
        #expect(try readFile(scratch("a")) == Array("new".utf8))
        #expect(try FileFacts(path: scratch("a"))?.mode == 0o600)
        #expect(try listDirectory(scratch.path) == ["a"])
    }

    @Test func whatCannotBeReplacedIsNamed() {
        let error = #expect(throws: SystemError.self) { try replaceFile("/nonexistent/a", with: [], mode: 0o600) }
        #expect(error?.description == "open: No such file or directory (/nonexistent/a.new)")
    }

    @Test func aLongFileIsRefusedNotCut() throws {
        let scratch = try Scratch()
        try replaceFile(scratch("a"), with: [UInt8](repeating: 0, count: 11), mode: 0o600)
        #expect(try readFile(scratch("a"), limit: 11).count == 11)
        let error = #expect(throws: SystemError.self) { try readFile(scratch("a"), limit: 10) }
        #expect(error?.code == EFBIG)
    }

    @Test func whatIsThereIsTold() throws {
        let scratch = try Scratch()
        try makeDirectory(scratch("a/b/c"), mode: 0o700)
        try makeDirectory(scratch("a/b/c"), mode: 0o700)
        #expect(try FileFacts(path: scratch("a/b/c"))?.kind == .directory)
        #expect(try FileFacts(path: scratch("a/none")) == nil)
        try FileManager.default.createSymbolicLink(atPath: scratch("link"), withDestinationPath: "a/b")
        #expect(try FileFacts(path: scratch("link"))?.kind == .directory)
        #expect(try FileFacts(path: scratch("link"), followLinks: false)?.kind == .symbolicLink)
        #expect(try resolvePath(scratch("link/c")) == resolvePath(scratch("a/b/c")))
    }

    @Test func whatIsGoneAlreadyMayBeRemoved() throws {
        let scratch = try Scratch()
        try unlink(scratch("none"))
        #expect(throws: SystemError.self) { try removeDirectory(scratch("none")) }
    }

    @Test func aLockHasOneHolder() throws {
        let scratch = try Scratch()
        var first: SharedDescriptor? = try openFile(scratch("lock"), .append(mode: 0o600))
        let second = try openFile(scratch("lock"), .append(mode: 0o600))
        #expect(try lockFile(try #require(first).raw))
        #expect(try !lockFile(second.raw))
        first = nil
        #expect(try lockFile(second.raw))
    }

    @Test(arguments: [("/a/b", "/a"), ("a/b", "a")])
    func parentsAreFound(path: String, parent: String) {
        #expect(parentDirectory(of: path) == parent)
        #expect(parentDirectory(of: "/a") == nil)
        #expect(parentDirectory(of: "a") == nil)
    }
}
