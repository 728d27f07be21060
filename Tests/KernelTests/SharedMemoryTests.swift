import Foundation
import Kernel
import Testing

@Suite struct SharedMemoryTests {
    @Test func twoMappingsAreOneMemory() throws {
        let ours = try SharedMemory(name: "test", size: 4096)
        let theirs = try SharedMemory(mapping: try duplicate(ours.raw))
        #expect(theirs.size == 4096)
        #expect(theirs[word: 4088] == 0)
        ours[word: 4088] = .max
        #expect(theirs[word: 4088] == .max)
    }

    @Test func itsSizeIsSealed() throws {
        let memory = try SharedMemory(name: "test", size: 4096)
        #expect(ftruncate(memory.raw, 0) == -1)
        #expect(errno == EPERM)
        #expect(ftruncate(memory.raw, 8192) == -1)
    }

    @Test(arguments: [0, 1, 100_000])
    func bytesTravelAsAFile(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let file = try memoryFile("test", holding: bytes)
        #expect(try readToEnd(file.raw, purpose: "test") == bytes)
        #expect(try readToEnd(file.raw, purpose: "test") == bytes)
    }

    @Test func itIsGoneWithItsOwner() throws {
        var memory: SharedMemory? = try SharedMemory(name: "test", size: 4096)
        let other = SharedDescriptor(owning: try duplicate(try #require(memory).raw))
        #expect(try openCount(like: other.raw) == 2)
        memory = nil
        #expect(try openCount(like: other.raw) == 1)
    }
}
