import CPython
import Protocol

/// The Python objects that a core makes for each request.
struct RequestObjects: ~Copyable {
    private var environs: EnvironBuilder
    private var startResponse: ReusableRequestObject
    private var write: ReusableRequestObject
    private var input: ReusableRequestObject

    init(_ order: AppOrder, core: Int) throws(PythonRaised) {
        let types = Interpreter.shared.types
        let environs = try EnvironBuilder(order, core: core)
        let startResponse = try ReusableRequestObject(types.startResponse)
        let write = try ReusableRequestObject(types.write)
        let input = try ReusableRequestObject(types.input)
        self.init(environs: environs, startResponse: startResponse, write: write, input: input)
    }

    private init(
        environs: consuming EnvironBuilder, startResponse: consuming ReusableRequestObject,
        write: consuming ReusableRequestObject, input: consuming ReusableRequestObject
    ) {
        self.environs = environs
        self.startResponse = startResponse
        self.write = write
        self.input = input
    }

    /// What the app is called with: environ and start_response.
    mutating func arguments(_ exchange: Exchange) throws(PythonRaised) -> Reference {
        let environ = try environs.make(exchange, input: input.attach(to: exchange))
        let arguments = try Reference(PyTuple_New(2))
        try checkPython(PyTuple_SetItem(arguments.object, 0, environ.release()))
        let start = Reference(to: startResponse.attach(to: exchange))
        try checkPython(PyTuple_SetItem(arguments.object, 1, start.release()))
        return arguments
    }

    /// start_response's return value.
    borrowing func writeObject(_ exchange: Exchange) -> Borrowed {
        Reference(to: write.attach(to: exchange)).release()
    }

    /// The request is over.
    mutating func detach() throws(PythonRaised) {
        try startResponse.detach()
        try write.detach()
        try input.detach()
    }
}
