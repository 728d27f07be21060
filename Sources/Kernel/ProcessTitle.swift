import CLinux
import Glibc

/// Has ps(1) show this text for our process, in place of the arguments that it was started with (proc(5), cmdline).
///
/// The text is written over the arguments, and cut where their room ends: the environment behind them, which libraries and
/// programs read as long as the process lives, stays as it is. With `mayMoveEnvironment` a text that is longer gets the
/// room of the environment as well, whose variables move to the heap first; /proc/PID/environ shows nothing then.
/// Where the kernel does not tell where the arguments are, nothing happens.
public func setProcessTitle(_ text: String, mayMoveEnvironment: Bool = false) {
    guard let room = TitleRoom.ours else { return }
    let isLong = text.utf8.count >= room.arguments.count
    let size = isLong && mayMoveEnvironment && room.moveEnvironment() ? room.size : room.arguments.count
    guard let start = UnsafeMutablePointer<UInt8>(bitPattern: room.arguments.lowerBound) else { return }
    let bytes = titleBytes(text, arguments: room.arguments.count, room: size)
    start.update(from: bytes, count: bytes.count)
}

/// Gives the calling thread its short name, of which the kernel keeps 15 bytes (prctl(2) PR_SET_NAME, proc(5) comm).
public func setProcessName(_ name: String) {
    _ = name.withCString { cl_prctl(PR_SET_NAME, UInt(bitPattern: $0)) }
}

/// What is written over `arguments` bytes of arguments and what follows them up to `room` bytes. The kernel takes a text
/// that overwrote the last byte of the arguments for a title, and shows it up to its NUL.
func titleBytes(_ text: String, arguments: Int, room: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: room)
    let title = text.utf8.prefix(max(0, room - 1))
    bytes.replaceSubrange(0..<title.count, with: title)
    if title.count < arguments - 1 { bytes[arguments - 1] = UInt8(ascii: ".") }
    return bytes
}

/// Where the kernel laid out our arguments and our environment (proc(5), stat fields 48 to 51).
private struct TitleRoom {
    let arguments: Range<UInt>
    let environment: Range<UInt>

    static var ours: TitleRoom? {
        guard let fields = statFields(getpid())?.dropFirst(45).prefix(4).map({ UInt($0) ?? 0 }), fields.count == 4,
            fields[0] > 0, fields[0] < fields[1], fields[2] <= fields[3]
        else { return nil }
        return TitleRoom(arguments: fields[0]..<fields[1], environment: fields[2]..<fields[3])
    }

    /// Bytes of both together.
    var size: Int { arguments.count + environment.count }

    /// Copies to the heap what variables still lie there. False where the room must not be used.
    func moveEnvironment() -> Bool {
        guard environment.lowerBound == arguments.upperBound else { return false }
        var entry = environ
        while let variable = entry.pointee {
            if environment.contains(UInt(bitPattern: variable)) {
                guard let copy = strdup(variable) else { return false }
                entry.pointee = copy
            }
            entry += 1
        }
        return true
    }
}
