import CPython
import Glibc
import Wire

/// The str objects of the last request's variables. Where a variable has the same place and the same bytes as last time,
/// its objects are taken again; an equal value cannot carry anything from one request to another.
struct VariableCache: ~Copyable {
    private var text: [UInt8] = []
    private var entries: [Entry] = []

    private struct Entry {
        /// Where the variable stands in `text`; -1: nowhere.
        var start: Int
        var nameLength: Int
        var length: Int
        let name: Borrowed
        let value: Borrowed
        /// A client must not say what only the server may.
        let isOurs: Bool
    }

    /// Puts the variables of a request into its environ.
    mutating func fill(_ environ: Borrowed, _ newText: [UInt8], _ newFields: [Field]) throws(PythonRaised) {
        let length = newFields.last?.value.upperBound ?? 0
        precondition(length <= newText.count)
        for (index, field) in newFields.enumerated() {
            if !holds(newText, field, at: index) { try remake(newText, field, at: index) }
            let entry = entries[index]
            if entry.isOurs { continue }
            try checkPython(PyDict_SetItem(environ, entry.name, entry.value))
        }
        text.removeAll(keepingCapacity: true)
        text.append(newText.span.extracting(first: length))
        for (index, field) in newFields.enumerated() { entries[index].start = field.name.lowerBound }
        for index in entries.indices.dropFirst(newFields.count) { entries[index].start = -1 }
    }

    /// Whether the variable is the one that stood at this place last time. Name and value stand behind each other, in a
    /// uwsgi packet with the value's length between them, so that one comparison does for both.
    @inline(__always)
    private func holds(_ newText: [UInt8], _ field: Field, at index: Int) -> Bool {
        guard index < entries.count else { return false }
        let old = entries[index]
        let start = field.name.lowerBound
        guard old.start >= 0, old.length == field.value.upperBound - start, old.nameLength == field.name.count else {
            return false
        }
        return newText.withUnsafeBytes { new in
            text.withUnsafeBytes { before in
                guard let new = new.baseAddress, let before = before.baseAddress else { return false }
                return memcmp(new + start, before + old.start, old.length) == 0
            }
        }
    }

    private mutating func remake(_ newText: [UInt8], _ field: Field, at index: Int) throws(PythonRaised) {
        let name = try latin1(newText.span, field.name)
        let value = try latin1(newText.span, field.value)
        // Until the text is that of this request it stands nowhere: a failure on the way must leave no match.
        let entry = Entry(
            start: -1, nameLength: field.name.count, length: field.value.upperBound - field.name.lowerBound,
            name: name.release(), value: value.release(), isOurs: Self.isOurs(newText.span, field.name))
        if index == entries.count {
            entries.append(entry)
        } else {
            let old = entries[index]
            entries[index] = entry
            Py_DecRef(old.name)
            Py_DecRef(old.value)
        }
    }

    /// Whether a client calls a variable what only the server may say.
    @inline(__always)
    private static func isOurs(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard name.count > 6, text[name.lowerBound] | 2 == UInt8(ascii: "w") else { return false }
        return text.holds("wsgi.", at: name.lowerBound..<name.lowerBound + 5)
            || text.holds("uwsgi.", at: name.lowerBound..<name.lowerBound + 6)
    }
}
