import Kernel
import Protocol
import Wire

/// Receives requests. A connection has one while there is something to understand; idle ones have none. Everything is in
/// one value, so that each of these calls is one access to it.
final class RequestReader {
    private var buffer: RequestBuffer

    init(limits: RequestLimits) {
        buffer = RequestBuffer(limits: limits)
    }

    /// For a request of which that has arrived already.
    init(limits: RequestLimits, arrived: [UInt8]) {
        buffer = RequestBuffer(limits: limits, arrived: arrived)
    }

    /// What has arrived of a request that is not complete, as it came; nil: it is too much to be passed on.
    var arrived: [UInt8]? { buffer.arrived }

    /// Receives what is there and understands it as far as it goes.
    func advance(_ connection: Connection) -> RequestProgress {
        buffer.advance(connection)
    }

    /// Nothing of a request has arrived.
    var isEmpty: Bool { buffer.isEmpty }

    /// The head of a request is complete.
    var hasHead: Bool { buffer.hasHead }

    /// The request that `advance` found complete.
    func request() -> Request {
        buffer.request()
    }

    /// The body of that request.
    var body: RequestBody { buffer.body }

    /// Hands out bytes of the body that have arrived, at most so many and not beyond the first `stop` byte; empty: none
    /// are left.
    func takeBody(atMost limit: Int, stopAt stop: UInt8? = nil) throws(SystemError) -> ArraySlice<UInt8> {
        try buffer.takeBody(atMost: limit, stopAt: stop)
    }

    /// Receives more of a body of which everything that was there has been taken.
    func receiveBody(_ descriptor: Int32) throws(Refusal) -> Transfer {
        try buffer.receiveBody(descriptor)
    }

    /// Forgets the request in hand; what arrived behind it becomes the start of the next. True: nothing did.
    func finishRequest() -> Bool {
        buffer.finishRequest()
        return buffer.isEmpty
    }

    /// Forgets everything, for another connection.
    func reset() {
        buffer.reset()
    }
}

/// How far a request has come.
enum RequestProgress {
    /// More bytes are needed, and none are there now. Whether some of a request have arrived.
    case waiting(hasBegun: Bool)
    /// The head is there, and its body as far as it is received before the app is called.
    case complete
    case refused(status: Int, reason: String)
    /// The client ended its side; nothing, or not all of a request, had arrived.
    case ended
    case broken
}
