import Wire

// The variables of a request by their names.
extension Exchange {
    /// Where a variable's value stands in the request's text; the last of a name counts.
    func place(of name: [UInt8]) -> Range<Int>? {
        let text = request.text
        return request.fields.last { field in
            field.name.count == name.count && text.span.extracting(field.name).equals(name.span)
        }?.value
    }

    /// A variable's value; nil where the request has none.
    func value(of name: StaticString) -> ArraySlice<UInt8>? {
        place(of: name.withUTF8Buffer(Array.init)).map { request.text[$0] }
    }

    /// What a proxy says in a uwsgi packet, and in HTTP the socket knows.
    func ownVariable(_ name: [UInt8]) -> [UInt8]? {
        guard case .http = request.head else { return nil }
        return switch String(decoding: name, as: UTF8.self) {
        case "REMOTE_ADDR": connection.clientHost
        case "REMOTE_PORT": connection.clientPort
        case "SERVER_NAME": connection.listener.serverName
        case "SERVER_PORT": connection.listener.serverPort
        default: nil
        }
    }
}
