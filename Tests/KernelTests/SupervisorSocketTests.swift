import Glibc
import Kernel
import Testing

/// A manager that reads only when it is told to.
private struct Manager {
    let name = "emperor-test-\(getpid())"
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)

    init() {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0[1...].copyBytes(from: name.utf8) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        precondition(result == 0)
    }

    func hear() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

@Test func aManagerThatDoesNotReadIsNotWaitedFor() throws {
    let manager = Manager()
    defer { close(manager.descriptor) }
    let socket = try SupervisorSocket(name: "@\(manager.name)")
    var sent = 0
    while case .done = try socket.send(["STATUS=\(sent)", "READY=1"]), sent < 100_000 { sent += 1 }
    #expect((1..<100_000).contains(sent))
    #expect(manager.hear() == "STATUS=0\nREADY=1")
    guard case .done = try socket.send(["STOPPING=1"]) else {
        Issue.record("there is room again")
        return
    }
}

@Test func aManagerThatIsNotThereIsAnError() throws {
    let socket = try SupervisorSocket(name: "/nonexistent/notify")
    #expect(throws: SystemError.self) { try socket.send(["READY=1"]) }
}
