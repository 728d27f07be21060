import Kernel
import Protocol
import Wire

/// What a step of routing does.
struct RouteAction: Sendable {
    private let action: Route.Action
    private let argument: String
    private let text: RouteText
    private let name: [UInt8]

    init(_ action: Route.Action, _ argument: String) {
        self.action = action
        self.argument = argument
        let parts = argument.split(
            separator: action == .addheader ? ":" : "=", maxSplits: 1, omittingEmptySubsequences: false)
        switch action {
        case .addheader, .addvar:
            name = Array(parts[0].utf8)
            text = RouteText(parts.count > 1 ? String(parts[1].drop { action == .addheader && $0 == " " }) : "")
        default:
            name = []
            text = RouteText(argument)
        }
    }

    /// Does it to a request.
    func run(_ exchange: Exchange, _ match: RouteText.Match, _ files: FileServer) -> RouteProgram.Sequel {
        let value = text.filled(exchange, match)
        switch action {
        case .last: return .last
        case .goto: return .to(label: value)
        case .log: exchange.core.note(routed: value)
        case .donotlog: exchange.isLogged = false
        case .addheader: exchange.addedHeaders.append((name, value))
        case .remheader: exchange.removedHeaders.append(value)
        case .addvar: exchange.set(name, value)
        case .seturi: exchange.set("REQUEST_URI", value)
        case .setpathinfo: exchange.set("PATH_INFO", value)
        case .setuser: exchange.set("REMOTE_USER", value)
        case .setscheme: exchange.set("UWSGI_SCHEME", value)
        case .setmethod: exchange.set("REQUEST_METHOD", value)
        case .rewrite: rewrite(exchange, value)
        case .rewriteLast:
            rewrite(exchange, value)
            return .last
        case .basicauth, .basicauthNext: return authenticate(exchange)
        case .redirect, .redirectPermanent, .static, .break, .return:
            answer(exchange, value, files)
            return .over
        }
        return .next
    }

    private func answer(_ exchange: Exchange, _ value: [UInt8], _ files: FileServer) {
        switch action {
        case .redirect: exchange.sendPlain("302 Found", [("Location", value)], "Moved")
        case .redirectPermanent: exchange.sendPlain("301 Moved Permanently", [("Location", value)], "Moved Permanently")
        case .static:
            if !files.answer(exchange, literal: value, below: text) { exchange.sendPlain("404 Not Found", []) }
        case .return: exchange.sendPlain(String(argument.prefix(3)), [])
        default: value.count < 3 ? exchange.cut() : exchange.sendPlain(String(decoding: value, as: UTF8.self), [], "")
        }
    }

    /// PATH_INFO and QUERY_STRING of `/path?query`; what the client asked stays behind that (uWSGI's plugins/router_rewrite).
    private func rewrite(_ exchange: Exchange, _ value: [UInt8]) {
        let path = value.prefix { $0 != UInt8(ascii: "?") }
        exchange.set("PATH_INFO", PercentText.decoded(path))
        guard path.count < value.count else { return }
        let asked = exchange.variable(Array("QUERY_STRING".utf8)) ?? []
        exchange.set(
            "QUERY_STRING", value.dropFirst(path.count + 1) + (asked.isEmpty ? [] : [UInt8(ascii: "&")] + asked))
    }

    /// `REALM,USER:PASSWORD`. Who is somebody already passes (uWSGI's plugins/router_basicauth).
    private func authenticate(_ exchange: Exchange) -> RouteProgram.Sequel {
        if let user = exchange.facts.remoteUser, !user.isEmpty { return .next }
        let parts = argument.split(separator: ",", maxSplits: 1).map { Array($0.utf8) }
        if let told = BasicCredentials.told(exchange), BasicCredentials.areEqual(told, parts[1]) {
            exchange.set("REMOTE_USER", Array(told.prefix { $0 != UInt8(ascii: ":") }))
            return .next
        }
        if action == .basicauthNext && BasicCredentials.told(exchange) != nil { return .next }
        let realm = Array("Basic realm=\"".utf8) + parts[0] + [UInt8(ascii: "\"")]
        exchange.sendPlain("401 Authorization Required", [("WWW-Authenticate", realm)], "Unauthorized")
        return .over
    }
}

extension Core {
    /// A line that a route asks for. It may hold a client's words.
    fileprivate func note(routed text: [UInt8]) {
        writeBytes(text.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 } + [UInt8(ascii: "\n")], to: 2)
    }
}
