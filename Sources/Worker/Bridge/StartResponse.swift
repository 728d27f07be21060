import CPython
import Wire

/// The start_response that an app is given (PEP 3333, "The start_response() Callable").
func startResponseSlots() -> [PyType_Slot] {
    [PyType_Slot(slot: CPY_TP_CALL, pfunc: unsafeBitCast(callStartResponse, to: UnsafeMutableRawPointer.self))]
}

/// The write that start_response returns.
func writeSlots() -> [PyType_Slot] {
    [PyType_Slot(slot: CPY_TP_CALL, pfunc: unsafeBitCast(callWrite, to: UnsafeMutableRawPointer.self))]
}

private typealias Call = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?

private let callStartResponse: Call = { me, arguments, keywords in
    guard let exchange = RequestObjectType.exchange(of: me), let arguments else { return nil }
    let count = PyTuple_Size(arguments)
    guard count == 2 || count == 3 else {
        raise(Interpreter.shared.builtins.typeError, "start_response takes a status, a list of headers and exc_info")
        return nil
    }
    let named = keywords.flatMap { PyDict_GetItemString($0, "exc_info") }
    let given = count == 3 ? PyTuple_GetItem(arguments, 2) : named
    let excInfo = given == Interpreter.shared.builtins.none ? nil : given
    do throws(PythonRaised) {
        try startResponse(exchange, PyTuple_GetItem(arguments, 0), PyTuple_GetItem(arguments, 1), excInfo)
        return exchange.caller.writeObject(exchange)
    } catch {
        return nil
    }
}

private func startResponse(
    _ exchange: Exchange, _ status: Borrowed?, _ headers: Borrowed?, _ excInfo: Borrowed?
) throws(PythonRaised) {
    let builtins = Interpreter.shared.builtins
    if exchange.isStarted {
        guard let excInfo else {
            raise(builtins.assertionError, "start_response was called a second time without exc_info")
            throw PythonRaised()
        }
        if exchange.headIsSent { throw reraise(excInfo) }
    }
    guard let status, isInstance(status, builtins.textType) else {
        raise(builtins.typeError, "the status has to be a str like '200 OK'")
        throw PythonRaised()
    }
    guard let headers, isInstance(headers, builtins.listType) else {
        raise(builtins.typeError, "the headers have to be a list of (name, value)")
        throw PythonRaised()
    }
    try withLatin1(status) { bytes throws(PythonRaised) in
        try taking { () throws(ResponseError) in try exchange.begin(status: bytes) }
    }
    for index in 0..<PyList_Size(headers) {
        try addHeader(exchange, PyList_GetItem(headers, index))
    }
}

private func addHeader(_ exchange: Exchange, _ pair: Borrowed?) throws(PythonRaised) {
    let builtins = Interpreter.shared.builtins
    guard let pair, isInstance(pair, builtins.tupleType), PyTuple_Size(pair) == 2,
        let name = PyTuple_GetItem(pair, 0), let value = PyTuple_GetItem(pair, 1),
        isInstance(name, builtins.textType), isInstance(value, builtins.textType)
    else {
        raise(builtins.typeError, "a header has to be a tuple of two str, not \(describe(pair))")
        throw PythonRaised()
    }
    try withLatin1(name) { name throws(PythonRaised) in
        try withLatin1(value) { value throws(PythonRaised) in
            try taking { () throws(ResponseError) in try exchange.addHeader(name: name, value: value) }
        }
    }
}

/// What cannot be sent is the app's ValueError.
private func taking(_ body: () throws(ResponseError) -> Void) throws(PythonRaised) {
    do throws(ResponseError) {
        try body()
    } catch {
        raise(Interpreter.shared.builtins.valueError, error.message)
        throw PythonRaised()
    }
}

/// The head is out already: the app's exception is all that can be done (PEP 3333, "Error Handling").
private func reraise(_ excInfo: Borrowed) -> PythonRaised {
    guard PyTuple_Size(excInfo) == 3 else { return PythonRaised() }
    let parts = (0..<3).map { PyTuple_GetItem(excInfo, $0) }
    for part in parts { Py_IncRef(part) }
    PyErr_Restore(parts[0], parts[1], parts[2])
    return PythonRaised()
}

private let callWrite: Call = { me, arguments, _ in
    guard let exchange = RequestObjectType.exchange(of: me), let arguments else { return nil }
    let builtins = Interpreter.shared.builtins
    guard PyTuple_Size(arguments) == 1, let data = PyTuple_GetItem(arguments, 0) else {
        raise(builtins.typeError, "write takes one bytes object")
        return nil
    }
    do throws(PythonRaised) {
        guard try withBytes(data, { exchange.write($0) }) else {
            raise(builtins.osError, "write error: the client is gone")
            return nil
        }
        return Reference(to: builtins.none).release()
    } catch {
        return nil
    }
}
