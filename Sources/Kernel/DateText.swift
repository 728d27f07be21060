import Glibc

/// A local date in a form of strftime(3), at most a kilobyte long; empty where the form makes none.
public func localDate(_ seconds: Int64, form: String) -> [UInt8] {
    var time = time_t(seconds)
    var parts = tm()
    localtime_r(&time, &parts)
    var room = [CChar](repeating: 0, count: 1024)
    let count = strftime(&room, room.count, form, &parts)
    return room.prefix(count).map { UInt8(bitPattern: $0) }
}
