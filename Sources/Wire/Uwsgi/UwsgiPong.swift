/// The answer to a ping (modifier1 100).
public enum UwsgiPong {
    /// Appends the answer: an empty packet with modifier2 set to 1. https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html
    public static func append(to out: inout [UInt8]) {
        out += [UwsgiHead.Kind.ping.rawValue, 0, 0, 1]
    }
}
