import Kernel
import Options

/// What sites that run beside each other cannot share: addresses and pidfiles.
public struct Claims {
    private struct Claim {
        let thing: Thing
        let file: String
        /// For people.
        let place: String
    }

    private enum Thing: Hashable {
        case tcp(host: String, port: UInt16)
        case unix(String)
        case abstract(String)
        case file(String)
    }

    private var claims: [Claim] = []
    /// The claims to something by what can be compared at once: a path, a name, a port.
    private var byKey: [String: [Int]] = [:]

    /// Nobody claims anything yet.
    public init() {}

    /// Takes what a site claims, and says what of it another one claimed before. `shown` is how people call a file.
    public mutating func add(
        _ check: SiteCheck, file: String, in surroundings: LiveSurroundings, shown: (String) -> String
    ) -> [Problem] {
        wanted(check, surroundings).compactMap { option, text, thing, origin in
            let other = rival(of: thing, except: file)
            byKey[key(of: thing), default: []].append(claims.count)
            let line = origin?.line.map { ":\($0)" } ?? ""
            claims.append(Claim(thing: thing, file: file, place: shown(origin?.file ?? file) + line))
            guard let other else { return nil }
            let isFile = if case .file = thing { true } else { false }
            return Problem(
                .error, at: origin,
                "\(option): \(text) is what \(other.place) has too: only one of them can run",
                uwsgi: isFile
                    ? "lets the second overwrite it"
                    : "lets the second take a unix socket from the first in silence, and refuses a TCP port")
        }
    }

    private func wanted(
        _ check: SiteCheck, _ surroundings: LiveSurroundings
    ) -> [(option: String, text: String, thing: Thing, origin: Origin?)] {
        let settings = check.settings
        let site = surroundings.absolute(settings.app.directory ?? surroundings.workingDirectory)
        let sockets = settings.sockets.listens.compactMap { listen in
            thing(listen.address, from: site).map { (listen.option, listen.text, $0, Optional(listen.origin)) }
        }
        let pidfiles = [
            ("pidfile", settings.files.pidfile), ("pidfile2", settings.files.pidfileOfUser),
            ("safe-pidfile", settings.files.safePidfile), ("safe-pidfile2", settings.files.safePidfileOfUser),
        ]
        let files = pidfiles.compactMap { option, path in
            path.map {
                (option, $0, Thing.file(canonical(surroundings.absolute($0))), check.evaluation.origin(of: option))
            }
        }
        return sockets + files
    }

    /// Nil for a port that the kernel chooses.
    private func thing(_ address: ListenAddress, from site: String) -> Thing? {
        switch address {
        case .tcp(_, port: 0): nil
        case .tcp(let host, let port): .tcp(host: host == "localhost" ? "127.0.0.1" : host, port: port)
        case .unix(let path): .unix(canonical(path.hasPrefix("/") ? path : "\(site)/\(path)"))
        case .abstract(let name): .abstract(name)
        }
    }

    /// The path with the links of its directory resolved.
    private func canonical(_ path: String) -> String {
        guard let parent = parentDirectory(of: path), let resolved = try? resolvePath(parent) else { return path }
        return resolved + path.dropFirst(parent.count)
    }

    private func key(of thing: Thing) -> String {
        switch thing {
        case .tcp(_, let port): ":\(port)"
        case .unix(let path), .file(let path): path
        case .abstract(let name): "@\(name)"
        }
    }

    private func rival(of thing: Thing, except file: String) -> Claim? {
        byKey[key(of: thing), default: []].map { claims[$0] }.first { $0.file != file && overlap($0.thing, thing) }
    }

    private func overlap(_ first: Thing, _ second: Thing) -> Bool {
        guard case .tcp(let one, _) = first, case .tcp(let other, _) = second else { return first == second }
        return one == other || covers(one, other) || covers(other, one)
    }

    /// Whether a socket on `host` takes the connections to `other` too: every address, of IPv4 alone or of both.
    private func covers(_ host: String, _ other: String) -> Bool {
        host == "::" || ((host.isEmpty || host == "0.0.0.0") && !other.contains(":"))
    }
}
