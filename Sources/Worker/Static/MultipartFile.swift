import Wire

/// Several parts of a file as one body (RFC 9110 section 14.6, multipart/byteranges).
struct MultipartFile {
    let contentType: [UInt8]
    /// What goes before each part, and the part.
    let pieces: [(before: [UInt8], range: Range<Int>)]
    let end: [UInt8]

    init(_ file: StaticFile, type: String, _ parts: [Range<Int>]) {
        // Nobody can put it into a file beforehand.
        let boundary =
            String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16)
        contentType = Array("multipart/byteranges; boundary=\(boundary)".utf8)
        pieces = parts.map { range in
            let place = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
            let before = "\r\n--\(boundary)\r\nContent-Type: \(type)\r\nContent-Range: \(place)\r\n\r\n"
            return (Array(before.utf8), range)
        }
        end = Array("\r\n--\(boundary)--\r\n".utf8)
    }

    /// Bytes of the whole body.
    var length: Int { pieces.reduce(end.count) { $0 + $1.before.count + $1.range.count } }
}
