import CPython

/// Objects of the interpreter that are needed again and again; made once, while the zygote starts, and never given back.
struct Builtins {
    let none: Borrowed
    let yes: Borrowed
    let no: Borrowed
    let emptyText: Borrowed
    let emptyBytes: Borrowed
    let noArguments: Borrowed
    let http: Borrowed
    let https: Borrowed
    let close: Borrowed
    let osError: Borrowed
    let typeError: Borrowed
    let valueError: Borrowed
    let runtimeError: Borrowed
    let assertionError: Borrowed
    let listType: Borrowed
    let tupleType: Borrowed
    let bytesType: Borrowed
    let textType: Borrowed

    init() throws(PythonRaised) {
        let module = try Reference(PyImport_ImportModule("builtins"))
        func named(_ name: String) throws(PythonRaised) -> Borrowed {
            try Reference(PyObject_GetAttrString(module.object, name)).release()
        }
        // The name None is no attribute that an expression could give, but it is one of the module's.
        none = try named("None")
        yes = try named("True")
        no = try named("False")
        emptyText = try text("").release()
        emptyBytes = try Reference(PyBytes_FromStringAndSize(nil, 0)).release()
        noArguments = try Reference(PyTuple_New(0)).release()
        http = try interned("http").release()
        https = try interned("https").release()
        close = try interned("close").release()
        osError = try named("OSError")
        typeError = try named("TypeError")
        valueError = try named("ValueError")
        runtimeError = try named("RuntimeError")
        assertionError = try named("AssertionError")
        listType = try named("list")
        tupleType = try named("tuple")
        bytesType = try named("bytes")
        textType = try named("str")
    }
}

/// A str of text.
func text(_ text: String) throws(PythonRaised) -> Reference {
    var text = text
    return try Reference(
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { PyUnicode_FromStringAndSize($0.baseAddress, $0.count) }
        })
}

/// A str that is kept once per interpreter, for keys.
func interned(_ text: String) throws(PythonRaised) -> Reference {
    try Reference(PyUnicode_InternFromString(text))
}

/// A str of bytes as ISO 8859-1, which is how WSGI carries them (PEP 3333, "Unicode Issues").
@inline(__always)
func latin1(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PythonRaised) -> Reference {
    let result: OpaquePointer? = bytes.withUnsafeBytes { all in
        guard let base = all.baseAddress else { return PyUnicode_DecodeLatin1(nil, 0, nil) }
        precondition(range.lowerBound >= 0 && range.upperBound <= all.count)
        let start = (base + range.lowerBound).assumingMemoryBound(to: CChar.self)
        return PyUnicode_DecodeLatin1(start, range.count, nil)
    }
    return try Reference(result)
}

/// A bytes object of a copy.
func bytesObject(_ bytes: Span<UInt8>) throws(PythonRaised) -> Reference {
    let result: OpaquePointer? = bytes.withUnsafeBytes { all in
        PyBytes_FromStringAndSize(all.baseAddress?.assumingMemoryBound(to: CChar.self), all.count)
    }
    return try Reference(result)
}

/// Raises a Python exception with a text, for the caller to report by returning nil.
func raise(_ type: Borrowed, _ text: String) {
    PyErr_SetString(type, text)
}

/// What a Python object says when it is turned into text; "?" when even that raises.
func describe(_ object: Borrowed?) -> String {
    guard let object, let text = PyObject_Str(object) else {
        PyErr_Clear()
        return "?"
    }
    let owned = Reference(owning: text)
    var length = 0
    guard let start = PyUnicode_AsUTF8AndSize(owned.object, &length) else {
        PyErr_Clear()
        return "?"
    }
    return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
}
