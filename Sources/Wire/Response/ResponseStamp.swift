/// The header lines that every answer of an HTTP socket carries: Date and Server, rendered once a second.
public struct ResponseStamp: Sendable {
    private(set) var date: [UInt8] = []
    private(set) var server: [UInt8]
    private var time: Int64?

    /// A stamp whose Server header is `server`, a product like "Emperor" (RFC 9110 section 10.2.4).
    public init(server: String, time: Int64) {
        self.server = Array("Server: \(server)\r\n".utf8)
        set(time: time)
    }

    /// Sets the time, in seconds since 1970. Does nothing within the same second.
    public mutating func set(time: Int64) {
        if time == self.time { return }
        self.time = time
        date.removeAll(keepingCapacity: true)
        date += "Date: ".utf8
        HTTPDate.append(time, to: &date)
        date += "\r\n".utf8
    }
}
