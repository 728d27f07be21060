import Wire

/// A complete request, but for what is left of its body.
struct Request {
    let head: RequestHead
    /// The variables' names and values stand in this text...
    let text: [UInt8]
    /// ...at these places.
    let fields: [Field]
    /// All of the body has arrived.
    let bodyIsComplete: Bool

    /// Bytes that the variables take, or would take, in a uwsgi packet.
    var variableBytes: Int {
        if case .uwsgi(let head) = head { return head.size - 4 }
        return fields.reduce(0) { $0 + $1.name.count + $1.value.count + 4 }
    }
}
