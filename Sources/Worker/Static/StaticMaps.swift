import Kernel
import Protocol

/// `static-map`: files that are answered without the app.
struct StaticMaps: Sendable {
    private let maps: [AppOrder.StaticMap]
    private let types: MediaTypes

    init(_ maps: [AppOrder.StaticMap]) {
        self.maps = maps
        types = maps.isEmpty ? MediaTypes() : MediaTypes(file: "/etc/mime.types")
    }

    /// Answers a GET or HEAD for one of the files. False leaves the request to the app, as it does every path that leads
    /// to no readable file, or out of the directory.
    func answer(_ exchange: Exchange) -> Bool {
        if maps.isEmpty { return false }
        let text = exchange.request.text
        guard let method = exchange.facts.method, let path = exchange.facts.path,
            text.span.holds("GET", at: method) || text.span.holds("HEAD", at: method)
        else { return false }
        let asked = Array(text[path])
        if asked.contains(0) { return false }
        for map in maps {
            guard let file = StaticFile(map, asked) else { continue }
            StaticAnswer(file, types).send(exchange)
            return true
        }
        return false
    }
}
