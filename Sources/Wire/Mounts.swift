/// Which of several apps answers a request: uWSGI's `mount` and `manage-script-name`.
public struct Mounts: Equatable, Sendable {
    /// Where each app is mounted, as it is written; empty for one that is named without a mount point.
    public let points: [[UInt8]]
    private let managesScriptName: Bool
    private let fallback: Int?

    /// The answer.
    public struct Choice: Equatable, Sendable {
        /// The app's place in the list; nil: none is there for the request.
        public let app: Int?
        /// How many bytes at the start of PATH_INFO go: SCRIPT_NAME becomes the app's mount point. nil: both stay.
        public let cut: Int?

        /// An answer.
        public init(app: Int?, cut: Int?) {
            self.app = app
            self.cut = cut
        }
    }

    /// Apps at these points. Unless `fallsBack` is false (`no-default-app`), requests that belong to none of them go to the
    /// app without a point, else to the one at "/", else to the first.
    public init(_ points: [String], managesScriptName: Bool, fallsBack: Bool = true) {
        self.points = points.map { Array($0.utf8) }
        self.managesScriptName = managesScriptName
        let first = points.isEmpty ? nil : 0
        fallback = fallsBack ? points.firstIndex(of: "") ?? points.firstIndex(of: "/") ?? first : nil
    }

    /// The app for a request with these variables. With `manage-script-name` it is that with the longest mount point that
    /// PATH_INFO lies below, else that whose mount point is exactly SCRIPT_NAME.
    public func choice(scriptName: Span<UInt8>, path: Span<UInt8>) -> Choice {
        if managesScriptName, let longest = longest(above: path) {
            return Choice(app: longest, cut: min(points[longest].count, path.count))
        }
        return Choice(app: points.firstIndex { $0.span.equals(scriptName) } ?? fallback, cut: nil)
    }

    /// A point ends where the path ends or has a slash: "/foo" is above "/foo", "/foo/" and "/foo/x", not above "/foobar". A
    /// slash at its own end counts for nothing. The bare path "/" is left alone.
    private func longest(above path: Span<UInt8>) -> Int? {
        var best: (index: Int, length: Int)?
        guard path.count > 1 else { return nil }
        for (index, point) in points.enumerated() {
            let length = point.last == UInt8(ascii: "/") ? point.count - 1 : point.count
            guard length > best?.length ?? 0, path.count >= length,
                path.count == length || path[length] == UInt8(ascii: "/"),
                path.extracting(first: length).equals(point.span.extracting(first: length))
            else { continue }
            best = (index, length)
        }
        return best?.index
    }
}

extension Span<UInt8> {
    fileprivate func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
