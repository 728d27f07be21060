import Kernel
import Wire

/// Why the rest of a request's body cannot be had.
struct InputProblem: Error {
    let text: String
}

// A body that is received while the app runs.
extension Exchange {
    /// Receives more of the body, of which everything that is there was taken; false at its end.
    func receiveInput() throws(InputProblem) -> Bool {
        if bodyIsComplete { return false }
        if isCut { throw InputProblem(text: "the client is gone") }
        inviteBody()
        while true {
            switch try received() {
            case .moved:
                let body = reader.body
                bodyIsComplete = body.isComplete
                if core.limits.forbids(body.received) { throw tooLarge() }
                if body.isComplete || !body.available.isEmpty { return !body.available.isEmpty }
            case .notYet: try waitForInput()
            case .ended, .broken: throw gone("the client closed its connection")
            }
        }
    }

    private func received() throws(InputProblem) -> Transfer {
        do throws(Refusal) {
            return try reader.receiveBody(connection.descriptor)
        } catch {
            throw gone(error.message)
        }
    }

    private func waitForInput() throws(InputProblem) {
        let limit = core.patience(with: connection).wait
        let ready = caller.lock.without {
            waitUntilReady(connection.descriptor, toWrite: false, milliseconds: limit.millisecondsRoundedUp)
        }
        if !ready { throw gone("the client sent nothing for \(limit.inSeconds) s") }
    }

    /// A client that waits for leave to send its body gets it with the first read (RFC 9110 section 10.1.1).
    private func inviteBody() {
        guard request.head.expectsContinue, !headIsSent, !isInvited else { return }
        isInvited = true
        if core.watch?.claimAnswer() == false { return cut() }
        core.writer.clear()
        core.writer.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        if !core.send(connection, Span(), Span()) { cut() }
        core.watch?.giveAnswerBack()
    }

    private func tooLarge() -> InputProblem {
        gone("the body is longer than limit-post, \(core.limits.post) bytes")
    }

    private func gone(_ why: String) -> InputProblem {
        readErrors += 1
        let body = reader.body
        let length = body.length.map { " of \($0)" } ?? ""
        return InputProblem(
            text: "reading the request's body: \(why); \(body.received)\(length) bytes had arrived\(inRequest)")
    }
}
