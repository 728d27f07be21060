import Testing

@testable import Kernel

@Suite struct NamedPipeTests {
    @Test func whatIsWrittenIsReadAndTheEndOfAWriterIsNone() throws {
        let scratch = try Scratch()
        let pipe = try NamedPipe(making: scratch("pipe"), mode: 0o600)
        #expect(try FileFacts(path: pipe.path)?.mode == 0o600)
        #expect(try read(pipe.raw, atMost: 10) == .notYet)
        do {
            let writer = try openFile(pipe.path, .append(mode: 0))
            try writeAll(writer.raw, [1, 2], purpose: "")
        }
        #expect(try read(pipe.raw, atMost: 10) == .done([1, 2]))
        #expect(try read(pipe.raw, atMost: 10) == .notYet)
        #expect(pipe.isInPlace)
    }

    @Test func oneThatIsReadIsNotTaken() throws {
        let scratch = try Scratch()
        let path = scratch("pipe")
        var first: NamedPipe? = try NamedPipe(making: path, mode: 0o600)
        #expect(throws: SystemError.self) { try NamedPipe(making: path, mode: 0o600) }
        #expect(first?.isInPlace == true)
        let before = first?.facts
        first = nil
        let second = try NamedPipe(making: path, mode: 0o600)
        #expect(second.isInPlace)
        #expect(second.facts.inode != before?.inode || second.facts.modified != before?.modified)
    }

    @Test func anythingElseThatIsThereStays() throws {
        let scratch = try Scratch()
        let path = scratch("file")
        try replaceFile(path, with: [1], mode: 0o600)
        #expect(throws: SystemError.self) { try NamedPipe(making: path, mode: 0o600) }
        #expect(try readFile(path) == [1])
    }
}
