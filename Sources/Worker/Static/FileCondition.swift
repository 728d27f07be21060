import Wire

/// What a request says about the file that its client has, or wants a part of (RFC 9110 sections 13 and 14).
struct FileCondition {
    private let exchange: Exchange
    private let file: StaticFile

    init(_ exchange: Exchange, _ file: StaticFile) {
        self.exchange = exchange
        self.file = file
    }

    /// The client has the file as it is. Its tag outranks its date, which is that of a version no older than this.
    var isKnown: Bool {
        if let tags = exchange.value(of: "HTTP_IF_NONE_MATCH") { return EntityTags.list(tags.span, has: file.tag.span) }
        guard let since = exchange.value(of: "HTTP_IF_MODIFIED_SINCE"), let date = HTTPDate.seconds(since.span) else {
            return false
        }
        return file.modified <= date
    }

    /// What of it the client wants. A part of another version than it has is no use to it.
    var ranges: ByteRanges {
        guard !exchange.request.head.isHead, let range = exchange.value(of: "HTTP_RANGE") else { return .whole }
        if let version = exchange.value(of: "HTTP_IF_RANGE"), !isThis(version) { return .whole }
        return ByteRanges(range.span, size: file.size)
    }

    /// A tag or a date that is this version's alone.
    private func isThis(_ version: ArraySlice<UInt8>) -> Bool {
        if version.first == UInt8(ascii: "\"") { return version.elementsEqual(file.tag) }
        return HTTPDate.seconds(version.span) == file.modified
    }
}
