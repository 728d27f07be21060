import CPython

/// Lends the bytes of a bytes object; TypeError for anything else.
@inline(__always)
func withBytes<Result>(_ object: Borrowed, _ body: (Span<UInt8>) -> Result) throws(PythonRaised) -> Result {
    let builtins = Interpreter.shared.builtins
    guard isInstance(object, builtins.bytesType) else {
        raise(builtins.typeError, "the body has to be bytes, not \(typeName(object))")
        throw PythonRaised()
    }
    var start: UnsafeMutablePointer<CChar>?
    var length = 0
    try checkPython(PyBytes_AsStringAndSize(object, &start, &length))
    return body(buffer(start, length).span)
}

/// Lends the characters of a str as ISO 8859-1; a UnicodeEncodeError for what is outside it.
func withLatin1(
    _ object: Borrowed, _ body: (Span<UInt8>) throws(PythonRaised) -> Void
) throws(PythonRaised) {
    var length = 0
    if let start = PyUnicode_AsUTF8AndSize(object, &length) {
        let bytes = buffer(start, length)
        if isASCII(bytes.span) { return try body(bytes.span) }
    } else {
        PyErr_Clear()
    }
    let encoded = try Reference(PyUnicode_AsLatin1String(object))
    var start: UnsafeMutablePointer<CChar>?
    try checkPython(PyBytes_AsStringAndSize(encoded.object, &start, &length))
    try body(buffer(start, length).span)
}

private func isASCII(_ bytes: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in 0..<bytes.count { all |= bytes[index] }
    return all < 0x80
}

/// The memory of a Python object, which the caller keeps alive meanwhile.
private func buffer(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    let bytes = UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
}

private func buffer(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    buffer(start.map { UnsafePointer($0) }, count)
}

/// Whether an object is of a type or of one that is derived from it.
@inline(__always)
func isInstance(_ object: Borrowed, _ type: Borrowed) -> Bool {
    let own = cpy_type(object)
    return own == type || PyType_IsSubtype(own, type) != 0
}

/// Whether an object is of exactly that type.
@inline(__always)
func isExactly(_ object: Borrowed, _ type: Borrowed) -> Bool {
    cpy_type(object) == type
}

/// The name of an object's type, for messages.
func typeName(_ object: Borrowed) -> String {
    guard let type = cpy_type(object), let name = PyObject_GetAttrString(type, "__name__") else {
        PyErr_Clear()
        return "?"
    }
    let owned = Reference(owning: name)
    return describe(owned.object)
}
