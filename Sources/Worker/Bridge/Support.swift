import CPython

/// The part of the extension that is written in Python, in a namespace of its own.
struct Support {
    private let namespace: Borrowed

    init() throws(PythonRaised) {
        let code = try Reference(Py_CompileString(supportProgram, "<emperor>", CPY_FILE_INPUT))
        let namespace = try Reference(PyDict_New())
        let name = try text("_emperor_worker")
        try checkPython(PyDict_SetItemString(namespace.object, "__name__", name.object))
        try checkPython(PyDict_SetItemString(namespace.object, "__builtins__", PyEval_GetBuiltins()))
        _ = try Reference(PyEval_EvalCode(code.object, namespace.object, namespace.object))
        self.namespace = namespace.release()
    }

    /// What the program defines under a name.
    func member(_ name: String) throws(PythonRaised) -> Reference {
        guard let found = PyDict_GetItemString(namespace, name) else { throw PythonRaised() }
        return Reference(to: found)
    }

    /// An attribute of what the program defines under a name.
    func attribute(_ name: String, _ attribute: String) throws(PythonRaised) -> Reference {
        let owner = try member(name)
        return try Reference(PyObject_GetAttrString(owner.object, attribute))
    }

    /// Calls a function of the program with texts.
    func call(_ name: String, _ arguments: [String] = []) throws(PythonRaised) -> Reference {
        let function = try member(name)
        let tuple = try Reference(PyTuple_New(arguments.count))
        for (index, argument) in arguments.enumerated() {
            try checkPython(PyTuple_SetItem(tuple.object, index, try text(argument).release()))
        }
        return try Reference(PyObject_Call(function.object, tuple.object, nil))
    }

    /// Calls a function of the program with one object, and texts after it.
    func call(_ name: String, object: Borrowed, _ texts: [String] = []) throws(PythonRaised) -> Reference {
        let function = try member(name)
        let tuple = try Reference(PyTuple_New(1 + texts.count))
        try checkPython(PyTuple_SetItem(tuple.object, 0, Reference(to: object).release()))
        for (index, argument) in texts.enumerated() {
            try checkPython(PyTuple_SetItem(tuple.object, 1 + index, try text(argument).release()))
        }
        return try Reference(PyObject_Call(function.object, tuple.object, nil))
    }

    /// Has the program show the Python exception that is set, which is cleared: traceback and all, as one write to
    /// sys.stderr. Not PyErr_Print, which ends the process on SystemExit. Returns what was shown.
    @discardableResult
    func showException() -> String {
        var type: OpaquePointer?
        var value: OpaquePointer?
        var trace: OpaquePointer?
        PyErr_Fetch(&type, &value, &trace)
        PyErr_NormalizeException(&type, &value, &trace)
        let none = Interpreter.shared.builtins.none
        var shown = ""
        if let function = PyDict_GetItemString(namespace, "show_exception"), let arguments = PyTuple_New(3) {
            for (index, item) in [type, value, trace].enumerated() {
                PyTuple_SetItem(arguments, index, item ?? Reference(to: none).release())
            }
            if let result = PyObject_Call(function, arguments, nil) {
                let owned = Reference(owning: result)
                shown = describe(owned.object)
            }
            Py_DecRef(arguments)
        }
        PyErr_Clear()
        return shown
    }
}

/// The texts of a list of str.
func texts(_ list: borrowing Reference) -> [String] {
    let count = max(0, PyList_Size(list.object))
    return (0..<count).map { describe(PyList_GetItem(list.object, $0)) }
}
