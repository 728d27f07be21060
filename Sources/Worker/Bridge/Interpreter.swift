import CPython

/// What the extension keeps of the interpreter that it was loaded into.
struct Interpreter {
    let builtins: Builtins
    let support: Support
    let types: RequestTypes
    /// The type of wsgi.file_wrapper.
    let fileWrapper: Borrowed

    /// Set once, when the extension is loaded and before any thread of ours exists; the callbacks that Python makes can
    /// reach it no other way.
    nonisolated(unsafe) private static var loaded: Interpreter?

    static var shared: Interpreter {
        guard let loaded else { preconditionFailure("the extension is not initialised") }
        return loaded
    }

    /// Prepares what requests will need.
    static func load() throws(PythonRaised) {
        let builtins = try Builtins()
        let support = try Support()
        let fileWrapper = try support.member("FileWrapper").release()
        loaded = Interpreter(
            builtins: builtins, support: support, types: try RequestTypes(), fileWrapper: fileWrapper)
    }
}

/// The types of the objects that each request has.
struct RequestTypes {
    let startResponse: RequestObjectType
    let write: RequestObjectType
    let input: RequestObjectType

    init() throws(PythonRaised) {
        startResponse = try RequestObjectType(name: "_emperor_worker.StartResponse", slots: startResponseSlots())
        write = try RequestObjectType(name: "_emperor_worker.Write", slots: writeSlots())
        input = try RequestObjectType(name: "_emperor_worker.Input", slots: inputSlots())
    }
}
