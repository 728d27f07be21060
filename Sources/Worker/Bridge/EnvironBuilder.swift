import CPython
import Kernel
import Protocol
import Wire

/// Makes the environ of each request (PEP 3333, "environ Variables"): a fresh dict every time.
struct EnvironBuilder: ~Copyable {
    private var variables = VariableCache()
    /// What is the same for every request of this core.
    private let constants: Reference
    private let keys: Keys

    private struct Keys {
        let input: Borrowed
        let scheme: Borrowed
        let scriptName: Borrowed
        let pathInfo: Borrowed
        let remoteAddress: Borrowed
        let remotePort: Borrowed
        let serverName: Borrowed
        let serverPort: Borrowed

        init() throws(PythonRaised) {
            input = try interned("wsgi.input").release()
            scheme = try interned("wsgi.url_scheme").release()
            scriptName = try interned("SCRIPT_NAME").release()
            pathInfo = try interned("PATH_INFO").release()
            remoteAddress = try interned("REMOTE_ADDR").release()
            remotePort = try interned("REMOTE_PORT").release()
            serverName = try interned("SERVER_NAME").release()
            serverPort = try interned("SERVER_PORT").release()
        }
    }

    /// A builder for one core of a worker.
    init(_ order: AppOrder, core: Int) throws(PythonRaised) {
        // All at once: what cannot be copied cannot be half made.
        let keys = try Keys()
        let constants = try Self.constants(order, core: core)
        self.init(keys: keys, constants: constants)
    }

    private init(keys: Keys, constants: consuming Reference) {
        self.keys = keys
        self.constants = constants
    }

    private static func constants(_ order: AppOrder, core: Int) throws(PythonRaised) -> Reference {
        let python = Interpreter.shared
        let dict = try Reference(PyDict_New())
        try set(dict, "SCRIPT_NAME", Reference(to: python.builtins.emptyText))
        try set(dict, "wsgi.version", try pair(1, 0))
        try set(dict, "wsgi.run_once", Reference(to: python.builtins.no))
        try set(dict, "wsgi.multithread", Reference(PyBool_FromLong(order.threads > 1 ? 1 : 0)))
        try set(dict, "wsgi.multiprocess", Reference(PyBool_FromLong(order.processes > 1 ? 1 : 0)))
        try set(dict, "wsgi.input_terminated", Reference(to: python.builtins.yes))
        try set(dict, "wsgi.errors", try python.support.attribute("sys", "stderr"))
        try set(dict, "wsgi.file_wrapper", try python.support.member("FileWrapper"))
        try set(dict, "uwsgi.version", try bytesObject(Array(uwsgiVersion.utf8).span))
        try set(dict, "uwsgi.node", try bytesObject(Array(hostName().utf8).span))
        if order.threads > 1 { try set(dict, "uwsgi.core", Reference(PyLong_FromLong(core))) }
        return dict
    }

    private static func set(
        _ dict: borrowing Reference, _ name: String, _ value: borrowing Reference
    ) throws(PythonRaised) {
        let key = try interned(name)
        try checkPython(PyDict_SetItem(dict.object, key.object, value.object))
    }

    private static func pair(_ first: Int, _ second: Int) throws(PythonRaised) -> Reference {
        let tuple = try Reference(PyTuple_New(2))
        try checkPython(PyTuple_SetItem(tuple.object, 0, try Reference(PyLong_FromLong(first)).release()))
        try checkPython(PyTuple_SetItem(tuple.object, 1, try Reference(PyLong_FromLong(second)).release()))
        return tuple
    }

    /// The environ of a request.
    mutating func make(_ exchange: Exchange, input: Borrowed) throws(PythonRaised) -> Reference {
        let builtins = Interpreter.shared.builtins
        let environ = try Reference(PyDict_Copy(constants.object))
        let text = exchange.request.text
        try variables.fill(environ.object, text, exchange.request.fields)
        try checkPython(PyDict_SetItem(environ.object, keys.input, input))
        try checkPython(
            PyDict_SetItem(environ.object, keys.scheme, exchange.isSecure ? builtins.https : builtins.http))
        if let point = exchange.mountPoint { try set(environ.object, below: point, exchange.facts, text) }
        switch exchange.request.head {
        case .http: try addPlaces(environ.object, exchange.connection)
        case .uwsgi(let head):
            if head.kind == .requestBelowScriptName, exchange.mountPoint == nil {
                try cutScriptName(environ.object, exchange.facts, text)
            }
        }
        return environ
    }

    /// The request is for an app below a mount point, which is cut off its path already.
    private func set(
        _ environ: Borrowed, below point: [UInt8], _ facts: RequestFacts, _ text: [UInt8]
    ) throws(PythonRaised) {
        try set(environ, keys.scriptName, point)
        let path = try latin1(text.span, facts.path ?? 0..<0)
        try checkPython(PyDict_SetItem(environ, keys.pathInfo, path.object))
    }

    /// What a proxy says in a uwsgi packet and nobody says in HTTP.
    private func addPlaces(_ environ: Borrowed, _ connection: Connection) throws(PythonRaised) {
        let listener = connection.listener
        try set(environ, keys.serverName, listener.serverName)
        try set(environ, keys.serverPort, listener.serverPort)
        try set(environ, keys.remoteAddress, connection.clientHost)
        if !connection.clientPort.isEmpty { try set(environ, keys.remotePort, connection.clientPort) }
    }

    private func set(_ environ: Borrowed, _ key: Borrowed, _ value: [UInt8]) throws(PythonRaised) {
        let value = try latin1(value.span, 0..<value.count)
        try checkPython(PyDict_SetItem(environ, key, value.object))
    }

    /// uwsgi modifier 30: PATH_INFO still begins with SCRIPT_NAME.
    private func cutScriptName(
        _ environ: Borrowed, _ facts: RequestFacts, _ text: [UInt8]
    ) throws(PythonRaised) {
        guard let path = facts.path, let script = facts.scriptName, path.count >= script.count else { return }
        let rest = path.lowerBound + script.count..<path.upperBound
        guard text.span.extracting(path.lowerBound..<rest.lowerBound).equals(text.span.extracting(script)) else {
            return
        }
        let value = try latin1(text.span, rest)
        try checkPython(PyDict_SetItem(environ, keys.pathInfo, value.object))
    }
}

/// What apps and libraries find as uwsgi.version: that of the uWSGI whose behaviour they can expect.
let uwsgiVersion = "2.0.31"
