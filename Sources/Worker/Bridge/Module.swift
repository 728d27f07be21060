import CPython
import Protocol

/// What CPython calls when it loads the extension.
@_cdecl("PyInit__emperor_worker")
public func initializeModule() -> OpaquePointer? {
    let methods = UnsafeMutableBufferPointer<PyMethodDef>.allocate(capacity: 2)
    methods.initialize(repeating: PyMethodDef())
    methods[0].ml_name = literal("main")
    methods[0].ml_meth = runZygote
    methods[0].ml_flags = CPY_METH_O
    let definition = UnsafeMutablePointer<PyModuleDef>.allocate(capacity: 1)
    definition.initialize(to: PyModuleDef())
    definition.pointee.reference_count = 1
    definition.pointee.m_name = literal("_emperor_worker")
    definition.pointee.m_size = -1
    definition.pointee.m_methods = methods.baseAddress
    do throws(PythonRaised) {
        try Interpreter.load()
    } catch {
        return nil
    }
    return PyModule_Create2(definition, CPY_ABI_VERSION)
}

/// main(channel): the zygote's life.
private let runZygote: PyCFunction = { _, argument in
    let channel = PyLong_AsSsize_t(argument)
    do throws(PythonRaised) {
        if PyErr_Occurred() != nil { throw PythonRaised() }
        var zygote = Zygote(channel: Int32(truncatingIfNeeded: channel), try PythonHost())
        zygote.run()
    } catch {
        return nil
    }
}

/// The bytes of a literal, which live for ever.
func literal(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
