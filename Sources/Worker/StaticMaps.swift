import Protocol

/// `static-map`: files that are answered without the app.
struct StaticMaps: Sendable {
    private let maps: [AppOrder.StaticMap]

    init(_ maps: [AppOrder.StaticMap]) {
        self.maps = maps
    }

    /// Answers a request for one of the files; false leaves it to the app.
    func answer(_ exchange: Exchange) -> Bool {
        false
    }
}
