import CPython

/// A Python object, borrowed: somebody else sees to it that it lives.
typealias Borrowed = OpaquePointer

/// The C API reported a failure and left a Python exception set.
struct PythonRaised: Error {}

/// One reference to a Python object, given back when this goes. Only for threads that hold the interpreter's lock.
struct Reference: ~Copyable {
    let object: Borrowed

    /// Takes over a reference that the caller owns.
    init(owning object: Borrowed) {
        self.object = object
    }

    /// Takes over what a call of the C API returned: nil means that it raised.
    init(_ result: OpaquePointer?) throws(PythonRaised) {
        guard let result else { throw PythonRaised() }
        object = result
    }

    /// A reference of our own to something borrowed.
    init(to object: Borrowed) {
        Py_IncRef(object)
        self.object = object
    }

    deinit {
        Py_DecRef(object)
    }

    /// Gives the reference to somebody who will give it back.
    consuming func release() -> Borrowed {
        let object = object
        discard self
        return object
    }
}

/// Checks a call of the C API that returns a negative number on failure.
@inline(__always)
func checkPython(_ result: Int32) throws(PythonRaised) {
    if result < 0 { throw PythonRaised() }
}
