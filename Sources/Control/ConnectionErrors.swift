import Kernel
import Protocol

/// What a failed connect means to the person who asked. The errno is told in words, as the kernel's own
/// (connect(2)); EACCES and EPERM are a matter of rights, all others mean that nobody is there.
func refusal(of error: SystemError, at path: String) -> Refusal {
    if path.utf8.count > SocketAddress.longestPath {
        return Refusal(
            .usage,
            "\(path) has \(path.utf8.count) bytes, and a socket's path at most \(SocketAddress.longestPath): "
                + "name it from another directory, or by a link")
    }
    let call = "\(error.call): \(error.reason)"
    if error.isDenied {
        return Refusal(.notPermitted, "not permitted at \(path) (\(call)): ask as root or as the emperor's user")
    }
    return Refusal(.noEmperor, "no emperor answers at \(path) (\(call)): is it running? --run-dir DIR names another")
}

/// The greeting in an emperor's first line. One of another protocol version is told apart from one that is none.
func checkedGreeting(_ line: [UInt8], at path: String) throws(Refusal) -> Greeting {
    let greeting: Greeting
    do {
        greeting = try decodeMessage(Greeting.self, line)
    } catch {
        throw Refusal(.noEmperor, "whoever listens at \(path) is no emperor: its first line is no greeting (\(error))")
    }
    guard greeting.protocol == controlProtocolVersion else {
        throw Refusal(
            .failed,
            "emperor \(greeting.emperor) at \(path) speaks version \(greeting.protocol) of the control protocol, "
                + "this emperorctl (\(emperorVersion)) version \(controlProtocolVersion): use the one that came with it"
        )
    }
    return greeting
}

extension SystemError {
    /// EPERM or EACCES, whose numbers are those of every Linux (asm-generic/errno-base.h).
    fileprivate var isDenied: Bool { code == 1 || code == 13 }
}
