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

    /// The request with one variable changed: it stands behind the others, since no place in the text may be used twice.
    func with(_ name: [UInt8], _ value: [UInt8]) -> Request {
        let kept = fields.filter { !text[$0.name].elementsEqual(name) }
        let end = fields.reduce(0) { max($0, $1.value.upperBound) }
        let middle = end + name.count
        let field = Field(name: end..<middle, value: middle..<middle + value.count)
        return Request(
            head: head, text: text.prefix(end) + name + value, fields: kept + [field], bodyIsComplete: bodyIsComplete)
    }
}
