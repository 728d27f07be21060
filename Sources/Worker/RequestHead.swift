import Protocol
import Wire

/// What a complete head says about the request, whichever protocol it came in.
enum RequestHead {
    case uwsgi(UwsgiHead)
    case http(HTTPHead)

    /// Bytes of the head; the body starts behind them.
    var size: Int {
        switch self {
        case .uwsgi(let head): head.size
        case .http(let head): head.size
        }
    }

    /// How the body is delimited.
    var body: HTTPHead.Body {
        switch self {
        case .uwsgi(let head): head.contentLength.map { $0 > 0 ? .length($0) : .none } ?? .none
        case .http(let head): head.body
        }
    }

    /// The length of the body in bytes, where the head says it; otherwise 0.
    var bodyLength: Int {
        if case .length(let length) = body { length } else { 0 }
    }

    /// The last byte of a uwsgi packet's header.
    var modifier2: Int {
        switch self {
        case .uwsgi(let head): Int(head.modifier2)
        case .http: 0
        }
    }

    /// The answer has no body.
    var isHead: Bool {
        switch self {
        case .uwsgi(let head): head.isHead
        case .http(let head): head.method == .head
        }
    }

    /// The client sends the body when it is told to.
    var expectsContinue: Bool {
        switch self {
        case .uwsgi: false
        case .http(let head): head.expectsContinue
        }
    }
}
