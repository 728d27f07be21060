/// A process that listens on a TCP port, for messages; nil when there is none that we may see (proc(5), net/tcp).
public func holder(ofPort port: UInt16) -> Int32? {
    let inodes = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeningInodes(table: $0, port: port) })
    guard !inodes.isEmpty, let names = try? listDirectory("/proc") else { return nil }
    return names.compactMap { Int32($0) }.sorted().first { holds($0, inodes) }
}

/// The socket inodes of a table's rows that listen (state 0A) on the port, which stands in hexadecimal after the address.
private func listeningInodes(table: String, port: UInt16) -> [String] {
    guard let bytes = try? readFile(table) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count > 9, fields[3] == "0A", let digits = fields[1].split(separator: ":").last,
            UInt16(digits, radix: 16) == port
        else { return nil }
        return String(fields[9])
    }
}

private func holds(_ pid: Int32, _ inodes: Set<String>) -> Bool {
    guard let names = try? listDirectory("/proc/\(pid)/fd") else { return false }
    return names.contains { name in
        guard let target = try? readLink("/proc/\(pid)/fd/\(name)"), target.hasPrefix("socket:[") else { return false }
        return inodes.contains(String(target.dropFirst(8).dropLast()))
    }
}
