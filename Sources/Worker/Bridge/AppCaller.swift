import CPython
import Protocol
import Wire

/// Calls the app for one core of a worker. Made by the main thread, then used by the thread of its core alone.
final class AppCaller: @unchecked Sendable {
    let lock: InterpreterLock
    private var objects: RequestObjects
    let apps: LoadedApps
    private let showsExceptions: Bool

    /// For a core whose thread has the lock in hand now, or takes it with `lock`.
    init(_ apps: LoadedApps, _ order: AppOrder, core: Int, lock: InterpreterLock) throws(PythonRaised) {
        self.apps = apps
        showsExceptions = order.showsExceptions
        self.lock = lock
        objects = try RequestObjects(order, core: core)
    }

    /// Has the app answer a request. Everything that it can do wrong ends here.
    func answer(_ exchange: Exchange) {
        lock.take()
        do throws(PythonRaised) {
            let result = try call(exchange)
            do throws(PythonRaised) {
                try send(result.object, exchange)
            } catch {
                report(exchange)
            }
            close(result.object, exchange)
        } catch {
            report(exchange)
        }
        if !exchange.isStarted && !exchange.appRaised {
            exchange.core.note("the app returned without calling start_response\(exchange.inRequest)")
            exchange.fail()
        }
        exchange.finish()
        forget()
        lock.letGo()
    }

    /// start_response's return value.
    func writeObject(_ exchange: Exchange) -> Borrowed {
        objects.writeObject(exchange)
    }

    private func call(_ exchange: Exchange) throws(PythonRaised) -> Reference {
        let arguments = try objects.arguments(exchange)
        return try Reference(PyObject_Call(apps.take(exchange), arguments.object, nil))
    }

    /// Sends what the app returned: an iterable of bytes; a list or tuple is known to its end; bytes are one piece (as
    /// uWSGI takes them, while an iteration would give numbers).
    private func send(_ result: Borrowed, _ exchange: Exchange) throws(PythonRaised) {
        let builtins = Interpreter.shared.builtins
        if isExactly(result, builtins.listType) {
            try sendAll(exchange, PyList_Size(result)) { PyList_GetItem(result, $0) }
        } else if isExactly(result, builtins.tupleType) {
            try sendAll(exchange, PyTuple_Size(result)) { PyTuple_GetItem(result, $0) }
        } else if isInstance(result, builtins.bytesType) {
            try sendAll(exchange, 1) { _ in result }
        } else {
            if isExactly(result, Interpreter.shared.fileWrapper), let file = try file(result) {
                try send(file, exchange)
            } else {
                try iterate(result, exchange)
            }
        }
    }

    /// What is left of the file that a wsgi.file_wrapper is around; nil: its bytes are to be had by reading alone.
    private func file(_ wrapper: Borrowed) throws(PythonRaised) -> FilePart? {
        let place = try Interpreter.shared.support.call("place_in_file", object: wrapper)
        if place.object == Interpreter.shared.builtins.none { return nil }
        guard let descriptor = PyTuple_GetItem(place.object, 0), let position = PyTuple_GetItem(place.object, 1) else {
            throw PythonRaised()
        }
        return FilePart(Int32(clamping: PyLong_AsSsize_t(descriptor)), from: PyLong_AsSsize_t(position))
    }

    private func send(_ file: FilePart, _ exchange: Exchange) throws(PythonRaised) {
        try checkBegun(exchange)
        exchange.isFile = true
        exchange.knownLength = file.count
        if exchange.request.head.isHead { return }
        if let bytes = exchange.caller.lock.without({ file.bytes }) {
            _ = exchange.write(bytes.span)
        } else {
            _ = exchange.write(file)
        }
    }

    private func sendAll(
        _ exchange: Exchange, _ count: Int, _ item: (Int) -> Borrowed?
    ) throws(PythonRaised) {
        var total = 0
        for index in 0..<count {
            if let piece = item(index) { total += try withBytes(piece) { $0.count } }
        }
        exchange.knownLength = total
        for index in 0..<count {
            // Nobody else may change a list while it is sent, but its items live only as long as it is whole.
            guard let piece = item(index) else { return }
            let owned = Reference(to: piece)
            if try !send(piece: owned.object, exchange) { return }
        }
    }

    private func iterate(_ result: Borrowed, _ exchange: Exchange) throws(PythonRaised) {
        let iterator = try Reference(PyObject_GetIter(result))
        while let piece = PyIter_Next(iterator.object) {
            let owned = Reference(owning: piece)
            if try !send(piece: owned.object, exchange) { return }
        }
        if PyErr_Occurred() != nil { throw PythonRaised() }
    }

    private func send(piece: Borrowed, _ exchange: Exchange) throws(PythonRaised) -> Bool {
        try checkBegun(exchange)
        return try withBytes(piece) { exchange.write($0) }
    }

    private func checkBegun(_ exchange: Exchange) throws(PythonRaised) {
        if exchange.isStarted { return }
        raise(Interpreter.shared.builtins.assertionError, "the body began before start_response was called")
        throw PythonRaised()
    }

    /// Calls close() of what the app returned, if it has one: once, whatever happened before (PEP 3333).
    private func close(_ result: Borrowed, _ exchange: Exchange) {
        let builtins = Interpreter.shared.builtins
        if isExactly(result, builtins.listType) || isExactly(result, builtins.tupleType) { return }
        guard let method = PyObject_GetAttr(result, builtins.close) else { return PyErr_Clear() }
        let owned = Reference(owning: method)
        if let nothing = PyObject_CallObject(owned.object, nil) {
            Py_DecRef(nothing)
        } else {
            Interpreter.shared.support.showException()
        }
    }

    private func report(_ exchange: Exchange) {
        if exchange.clientIsGone {
            // What the app raises because its client has left is no fault of it.
            PyErr_Clear()
        } else {
            let shown = Interpreter.shared.support.showException()
            exchange.fail(showing: showsExceptions ? Array(shown.utf8) : nil)
        }
    }

    /// The request is over: what the app kept of it leads nowhere from now on.
    private func forget() {
        do throws(PythonRaised) {
            try objects.detach()
        } catch {
            preconditionFailure("no memory for the objects of a request")
        }
    }
}
