import CPython

/// A Python object that belongs to the request in hand: start_response, write or wsgi.input. The app may keep it longer
/// than the request lasts; then it is cut off from it, and another one is made for the next.
struct RequestObjectType {
    private let type: Borrowed
    private static let dataOffset = Int(CPY_HEAD_SIZE)

    /// A type with these slots, whose instances carry nothing but the way to their request.
    init(name: StaticString, slots: [PyType_Slot]) throws(PythonRaised) {
        var slots = slots
        let free = unsafeBitCast(freeRequestObject, to: UnsafeMutableRawPointer.self)
        slots.append(PyType_Slot(slot: CPY_TP_DEALLOC, pfunc: free))
        slots.append(PyType_Slot(slot: 0, pfunc: nil))
        // Types live for ever, and before Python 3.11 so must what describes them.
        let kept = UnsafeMutableBufferPointer<PyType_Slot>.allocate(capacity: slots.count)
        _ = kept.initialize(from: slots)
        var spec = PyType_Spec()
        spec.name = literal(name)
        spec.basicsize = CPY_HEAD_SIZE + 8
        spec.flags = 1 << 18
        spec.slots = kept.baseAddress
        type = try Reference(PyType_FromSpec(&spec)).release()
    }

    /// A new object, tied to no request yet.
    func make() throws(PythonRaised) -> Reference {
        try Reference(PyType_GenericAlloc(type, 0))
    }

    /// Ties an object to the request in hand.
    static func attach(_ object: Borrowed, to exchange: Exchange) {
        (UnsafeMutableRawPointer(object) + dataOffset).storeBytes(
            of: Unmanaged.passUnretained(exchange).toOpaque(), as: UnsafeMutableRawPointer?.self)
    }

    /// Cuts an object off from its request, which is over.
    static func detach(_ object: Borrowed) {
        (UnsafeMutableRawPointer(object) + dataOffset).storeBytes(of: nil, as: UnsafeMutableRawPointer?.self)
    }

    /// The request that an object belongs to; nil, with RuntimeError raised, when that is over.
    static func exchange(of object: Borrowed?) -> Exchange? {
        guard let object else { return nil }
        let data = (UnsafeMutableRawPointer(object) + dataOffset).load(as: UnsafeMutableRawPointer?.self)
        guard let data else {
            raise(Interpreter.shared.builtins.runtimeError, "the request that this belongs to is over")
            return nil
        }
        return Unmanaged<Exchange>.fromOpaque(data).takeUnretainedValue()
    }
}

private let freeRequestObject: @convention(c) (OpaquePointer?) -> Void = { object in
    guard let object else { return }
    let type = cpy_type(object)
    PyObject_Free(UnsafeMutableRawPointer(object))
    Py_DecRef(type)
}

/// One of a core's request objects: taken again for the next request if nobody else has it by then.
struct ReusableRequestObject: ~Copyable {
    private let type: RequestObjectType
    private var reference: Reference

    init(_ type: RequestObjectType) throws(PythonRaised) {
        self.type = type
        reference = try type.make()
    }

    /// The object, for the request in hand.
    borrowing func attach(to exchange: Exchange) -> Borrowed {
        RequestObjectType.attach(reference.object, to: exchange)
        return reference.object
    }

    /// The request is over.
    mutating func detach() throws(PythonRaised) {
        RequestObjectType.detach(reference.object)
        if cpy_reference_count(reference.object) != 1 { reference = try type.make() }
    }
}
