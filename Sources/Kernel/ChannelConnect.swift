import CLinux
import Glibc

/// Connects to a listening SOCK_SEQPACKET unix socket without waiting: a listener whose queue is full is an error
/// (EAGAIN), not a reason to stand still. Nobody there: ECONNREFUSED or ENOENT. Non-blocking, close-on-exec.
public func connectChannel(path: String) throws(SystemError) -> MessageChannel {
    let address = try RawAddress(.unix(path: path))
    let kind = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let channel = MessageChannel(
        SharedDescriptor(owning: try check("socket") { socket(AF_UNIX, kind, 0) }))
    try check("connect", for: path) {
        address.withPointer { connect(channel.raw, $0, $1) }
    }
    return channel
}
