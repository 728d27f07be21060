import CPython
import Glibc
import Wire

/// The str objects of the last request's variables. Where a variable has the same place and the same bytes as last time,
/// its objects are taken again; an equal value cannot carry anything from one request to another.
struct VariableCache: ~Copyable {
    private var text: [UInt8] = []
    private var fields: [Field] = []
    private var objects: [(name: Borrowed, value: Borrowed)] = []

    /// Puts the variables of a request into its environ.
    mutating func fill(_ environ: Borrowed, _ newText: [UInt8], _ newFields: [Field]) throws(PythonRaised) {
        let length = newFields.last?.value.upperBound ?? 0
        precondition(length <= newText.count)
        for index in newFields.indices {
            let field = newFields[index]
            if !holds(newText, field, at: index) { try remake(newText, field, at: index) }
            if isOurs(newText.span, field.name) { continue }
            try checkPython(PyDict_SetItem(environ, objects[index].name, objects[index].value))
        }
        remember(newText, newFields, length)
    }

    /// Whether a client calls a variable what only the server may say.
    @inline(__always)
    private func isOurs(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard name.count > 6, text[name.lowerBound] | 2 == UInt8(ascii: "w") else { return false }
        return text.holds("wsgi.", at: name.lowerBound..<name.lowerBound + 5)
            || text.holds("uwsgi.", at: name.lowerBound..<name.lowerBound + 6)
    }

    /// Name and value stand behind each other, in a uwsgi packet with the value's length between them, so that one
    /// comparison does for both.
    @inline(__always)
    private func holds(_ newText: [UInt8], _ field: Field, at index: Int) -> Bool {
        guard index < fields.count else { return false }
        let old = fields[index]
        guard old.name.count == field.name.count, old.value.count == field.value.count else { return false }
        let count = field.value.upperBound - field.name.lowerBound
        guard count == old.value.upperBound - old.name.lowerBound else { return false }
        return newText.withUnsafeBytes { new in
            text.withUnsafeBytes { old_ in
                guard let new = new.baseAddress, let before = old_.baseAddress else { return false }
                return memcmp(new + field.name.lowerBound, before + old.name.lowerBound, count) == 0
            }
        }
    }

    private mutating func remake(_ newText: [UInt8], _ field: Field, at index: Int) throws(PythonRaised) {
        let name = try latin1(newText.span, field.name)
        let value = try latin1(newText.span, field.value)
        let pair = (name: name.release(), value: value.release())
        if index == objects.count {
            objects.append(pair)
        } else {
            let old = objects[index]
            objects[index] = pair
            Py_DecRef(old.name)
            Py_DecRef(old.value)
        }
        // Until `remember`, the place must not match the text of last time.
        if index < fields.count { fields[index] = Field(name: 0..<0, value: 0..<0) }
    }

    private mutating func remember(_ newText: [UInt8], _ newFields: [Field], _ length: Int) {
        text.removeAll(keepingCapacity: true)
        text.append(newText.span.extracting(first: length))
        fields.removeAll(keepingCapacity: true)
        fields.append(contentsOf: newFields)
    }
}
