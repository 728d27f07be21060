import CPython
import Kernel

/// wsgi.input (PEP 3333, "Input and Error Streams"), reading until the end of the request's body and never beyond.
func inputSlots() -> [PyType_Slot] {
    let methods: [(StaticString, PyCFunction, Int32)] = [
        ("read", readMethod, CPY_METH_VARARGS),
        ("readline", readlineMethod, CPY_METH_VARARGS),
        ("readlines", readlinesMethod, CPY_METH_VARARGS),
        ("close", closeMethod, CPY_METH_NOARGS),
    ]
    let table = UnsafeMutableBufferPointer<PyMethodDef>.allocate(capacity: methods.count + 1)
    table.initialize(repeating: PyMethodDef())
    for (index, (name, function, flags)) in methods.enumerated() {
        table[index].ml_name = literal(name)
        table[index].ml_meth = function
        table[index].ml_flags = flags
    }
    return [
        PyType_Slot(slot: CPY_TP_METHODS, pfunc: table.baseAddress),
        PyType_Slot(slot: CPY_TP_ITER, pfunc: unsafeBitCast(iterSlot, to: UnsafeMutableRawPointer.self)),
        PyType_Slot(slot: CPY_TP_ITERNEXT, pfunc: unsafeBitCast(nextSlot, to: UnsafeMutableRawPointer.self)),
    ]
}

private typealias Method = @convention(c) (OpaquePointer?, OpaquePointer?) -> OpaquePointer?
private typealias Slot = @convention(c) (OpaquePointer?) -> OpaquePointer?

private let readMethod: Method = { me, arguments in
    guard let exchange = RequestObjectType.exchange(of: me) else { return nil }
    return result { () throws(PythonRaised) in
        try exchange.inputRead(limit: sizeArgument(arguments))
    }
}

private let readlineMethod: Method = { me, arguments in
    guard let exchange = RequestObjectType.exchange(of: me) else { return nil }
    return result { () throws(PythonRaised) in
        try exchange.inputLine(limit: sizeArgument(arguments))
    }
}

private let readlinesMethod: Method = { me, arguments in
    guard let exchange = RequestObjectType.exchange(of: me) else { return nil }
    return result { () throws(PythonRaised) in
        let hint = try sizeArgument(arguments) ?? 0
        let lines = try Reference(PyList_New(0))
        var total = 0
        while true {
            let line = try exchange.inputLine(limit: nil)
            let length = try withBytes(line.object) { $0.count }
            if length == 0 { return lines }
            try checkPython(PyList_Append(lines.object, line.object))
            total += length
            if hint > 0, total >= hint { return lines }
        }
    }
}

private let closeMethod: Method = { _, _ in Reference(to: Interpreter.shared.builtins.none).release() }

private let iterSlot: Slot = { me in
    Py_IncRef(me)
    return me
}

private let nextSlot: Slot = { me in
    guard let exchange = RequestObjectType.exchange(of: me) else { return nil }
    return result { () throws(PythonRaised) in
        let line = try exchange.inputLine(limit: nil)
        // Nil without an exception is how an iterator says that it is at its end.
        if try withBytes(line.object, { $0.isEmpty }) { throw PythonRaised() }
        return line
    }
}

/// A reference for Python, or nil after an exception.
private func result(_ body: () throws(PythonRaised) -> Reference) -> OpaquePointer? {
    do throws(PythonRaised) {
        return try body().release()
    } catch {
        return nil
    }
}

/// The optional size that read and its kin take; nil for none, None and negative numbers, which all mean everything.
private func sizeArgument(_ arguments: Borrowed?) throws(PythonRaised) -> Int? {
    guard let arguments, PyTuple_Size(arguments) > 0, let given = PyTuple_GetItem(arguments, 0) else { return nil }
    guard PyTuple_Size(arguments) == 1 else {
        raise(Interpreter.shared.builtins.typeError, "wsgi.input takes one size at most")
        throw PythonRaised()
    }
    if given == Interpreter.shared.builtins.none { return nil }
    let size = PyLong_AsSsize_t(given)
    if size == -1, PyErr_Occurred() != nil { throw PythonRaised() }
    return size < 0 ? nil : size
}

extension Exchange {
    /// So many bytes, fewer only at the end of the body.
    fileprivate func inputRead(limit: Int?) throws(PythonRaised) -> Reference {
        try input(limit, stopAt: nil)
    }

    /// Up to and including the next line feed.
    fileprivate func inputLine(limit: Int?) throws(PythonRaised) -> Reference {
        try input(limit, stopAt: UInt8(ascii: "\n"))
    }

    private func input(_ limit: Int?, stopAt stop: UInt8?) throws(PythonRaised) -> Reference {
        let wanted = limit ?? .max
        let first = try takeInput(wanted, stop)
        if isEnough(first, wanted, stop) || bodyIsComplete { return try bytesObject(first.span) }
        var collected = Array(first)
        while try moreInput() {
            let piece = try takeInput(wanted - collected.count, stop)
            collected += piece
            if collected.count == wanted || isEnough(piece, wanted, stop) { break }
        }
        return try bytesObject(collected.span)
    }

    /// Of what has arrived. OSError where that is in a file which cannot be read.
    private func takeInput(_ limit: Int, _ stop: UInt8?) throws(PythonRaised) -> ArraySlice<UInt8> {
        do throws(SystemError) {
            return try reader.takeBody(atMost: limit, stopAt: stop)
        } catch {
            raise(Interpreter.shared.builtins.osError, "reading the request's body: \(error)\(inRequest)")
            throw PythonRaised()
        }
    }

    private func isEnough(_ piece: ArraySlice<UInt8>, _ wanted: Int, _ stop: UInt8?) -> Bool {
        piece.count == wanted || stop != nil && piece.last == stop
    }

    /// Receives more of the body; false at its end. OSError when the client does not send it.
    private func moreInput() throws(PythonRaised) -> Bool {
        do throws(InputProblem) {
            return try receiveInput()
        } catch {
            raise(Interpreter.shared.builtins.osError, error.text)
            throw PythonRaised()
        }
    }
}
