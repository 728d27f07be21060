import Protocol
import Wire

/// How large requests may be.
struct RequestLimits {
    let http: HTTPLimits
    let uwsgi: UwsgiParser.Limits
    /// Most bytes of a body (`limit-post`); 0: any.
    let post: UInt64
    /// Bodies up to so many bytes are received before the app is called (`post-buffering`).
    let buffered: Int

    /// Room for the first bytes of a request: most heads are smaller.
    static let firstRoom = 16 * 1024
    /// Room for each piece of a body that is received while the app runs.
    static let streamRoom = 64 * 1024
    /// Bytes of a body that is received before the app is called are kept in memory up to here, and beyond in a file.
    static let bodyInMemory = 256 * 1024
    /// Room that a reader keeps from one connection to the next.
    static let keptRoom = 256 * 1024

    init(_ order: AppOrder) {
        http = HTTPLimits(head: order.bufferSize)
        uwsgi = UwsgiParser.Limits(bufferSize: order.bufferSize, variables: order.maxVariables)
        post = order.limitPost
        buffered = Int(clamping: order.postBuffering)
    }

    /// Whether a body of this size is too large.
    func forbids(_ length: Int) -> Bool {
        post > 0 && UInt64(length) > post
    }
}
