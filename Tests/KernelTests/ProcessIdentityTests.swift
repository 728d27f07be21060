import Foundation
import Kernel
import Testing

@Suite struct ProcessIdentityTests {
    @Test func weAreAlive() throws {
        let ourselves = try #require(ProcessIdentity(of: currentProcess()))
        #expect(ourselves.isAlive)
        #expect(try ourselves.send(Signal(0)))
    }

    @Test func anotherProcessOfTheSamePidIsNotMeant() throws {
        let ourselves = try #require(ProcessIdentity(of: currentProcess()))
        let earlier = Data(#"{"pid": \#(ourselves.pid), "startTime": \#(ourselves.startTime - 1)}"#.utf8)
        let other = try JSONDecoder().decode(ProcessIdentity.self, from: earlier)
        #expect(!other.isAlive)
        #expect(try !other.send(.kill))
    }

    @Test func nobodyHasThisPid() throws {
        let limit = String(decoding: try readFile("/proc/sys/kernel/pid_max"), as: UTF8.self)
        let nobody = try #require(Int32(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(ProcessIdentity(of: nobody) == nil)
        #expect(try ProcessHandle(of: nobody) == nil)
        #expect(residentMemory(of: nobody) == nil)
        #expect(processName(of: nobody) == nil)
    }

    @Test func memoryIsCountedInBytes() throws {
        #expect(try #require(residentMemory(of: currentProcess())) > 1 << 20)
    }
}
