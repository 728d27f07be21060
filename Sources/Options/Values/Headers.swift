/// Headers of answers (RFC 9110 section 5).
extension ValueReader {
    /// Name and value. uWSGI sends whatever stands there.
    mutating func readHeader(_ text: String) -> TypedValue? {
        guard let colon = text.firstIndex(of: ":"), text[..<colon].isToken else {
            error("is no header: write NAME: VALUE")
            return nil
        }
        let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        guard !value.unicodeScalars.contains(where: \.isControl) else {
            error("contains a line end or another control character; write one option for each header")
            return nil
        }
        if ["content-length", "transfer-encoding"].contains(text[..<colon].lowercased()) {
            error("would tell of every answer where it ends, which each has to tell of itself; leave it out")
            return nil
        }
        return .mapping(Mapping(key: String(text[..<colon]), value: String(value)))
    }
}

extension Substring {
    /// Characters that a name may consist of (RFC 9110 section 5.6.2), at least one.
    fileprivate var isToken: Bool {
        !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isWholeNumber || "!#$%&'*+-.^_`|~".contains($0)) }
    }
}

extension Unicode.Scalar {
    /// Never part of a header's value; the tab may be.
    fileprivate var isControl: Bool { value < 0x20 && value != 0x09 || value == 0x7F }
}
