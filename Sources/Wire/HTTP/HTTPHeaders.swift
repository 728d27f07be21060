/// The headers of one head, in order of arrival.
struct HTTPHeaders: Sendable {
    private struct Header {
        let field: Field
        let known: HTTPKnownField?
        /// Differs for most names that differ: length, first and last character.
        let mark: Int
        /// Already part of the variable of an earlier header with the same name.
        var isWritten = false
    }

    private var headers: [Header] = []

    var count: Int { headers.count }

    mutating func append(_ field: Field, _ known: HTTPKnownField?, _ bytes: Span<UInt8>) {
        let first = bytes[field.name.lowerBound].lowercased
        let last = bytes[field.name.upperBound - 1].lowercased
        let mark = field.name.count << 16 | Int(first) << 8 | Int(last)
        headers.append(Header(field: field, known: known, mark: mark))
    }

    mutating func removeAll() {
        headers.removeAll(keepingCapacity: true)
    }

    /// Makes the variables; the Host header only when the target brought no host of its own.
    mutating func write(to variables: inout HTTPVariables, host: Bool, _ bytes: Span<UInt8>) {
        for index in headers.indices where !headers[index].isWritten {
            let header = headers[index]
            switch header.known {
            case .contentType: variables.add("CONTENT_TYPE", bytes, header.field.value)
            case .contentLength: variables.add("CONTENT_LENGTH", bytes, header.field.value)
            case .host where !host: continue
            case .host, .transferEncoding, .connection, .expect, .cookie, nil:
                variables.add(header: header.field, bytes)
                join(index, to: &variables, bytes)
            }
        }
    }

    /// Adds the values of later headers with the name of this one (RFC 9110 section 5.3; RFC 6265 section 5.4 for Cookie).
    private mutating func join(_ index: Int, to variables: inout HTTPVariables, _ bytes: Span<UInt8>) {
        let (name, mark) = (headers[index].field.name, headers[index].mark)
        for later in index + 1..<headers.count
        where headers[later].mark == mark && bytes.sameName(headers[later].field.name, name) {
            headers[later].isWritten = true
            let separator = headers[index].known == .cookie ? "; " : ", "
            variables.extend(separator, bytes, headers[later].field.value)
        }
    }
}

extension Span<UInt8> {
    /// Whether both ranges spell the same field name, which has no case.
    @inline(__always)
    fileprivate func sameName(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count
        where self[one.lowerBound &+ offset].lowercased != self[other.lowerBound &+ offset].lowercased {
            return false
        }
        return true
    }
}
