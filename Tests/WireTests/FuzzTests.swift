import Testing

@testable import Wire

/// Damaged input: no trap, no read past the buffer (both would end the process), and one verdict for all ways to arrive.
@Suite struct FuzzTests {
    @Test(arguments: 0..<4) func takesAnyHTTP(_ part: Int) {
        let seeds = [UInt8].seeds(
            RequestLineTests.served, TargetTests.served, HeaderTests.served, BodyTests.lengths,
            ConnectionTests.pipelines,
            RequestLineTests.refused, TargetTests.refused, HeaderTests.refused, BodyTests.refused)
        var mutation = Mutation(seed: UInt64(part))
        for _ in 0..<Mutation.inputs(percent: 10) { checkHTTP(mutation.next(seeds), &mutation) }
    }

    @Test(arguments: 0..<3) func takesAnyChunks(_ part: Int) {
        let seeds = [UInt8].seeds(ChunkTests.served, ChunkTests.refused, BodyTests.codings)
        var mutation = Mutation(seed: UInt64(100 + part))
        for _ in 0..<Mutation.inputs(percent: 10) { checkHTTP(mutation.next(seeds), &mutation) }
    }

    @Test(arguments: 0..<3) func takesAnyUwsgi(_ part: Int) {
        let seeds = (UwsgiTests.served + UwsgiTests.refused + UwsgiTests.strangers).map(\.bytes).filter {
            $0.count < 999
        }
        var mutation = Mutation(seed: UInt64(200 + part))
        for _ in 0..<Mutation.inputs(percent: 10) { checkUwsgi(mutation.next(seeds), &mutation) }
    }

    @Test func takesAnyProxyLine() {
        let seeds = [
            "PROXY TCP4 10.0.0.1 10.0.0.2 56324 443↵GET / HTTP/1.0↵↵", "PROXY UNKNOWN ffff::1 ffff::2 65535 65535↵",
            "PROXY TCP6 ::ffff:10.0.0.1 1:2:3:4:5:6:1.2.3.4 1 2↵",
        ].map { [UInt8](wire: $0) }
        var mutation = Mutation(seed: 300)
        for _ in 0..<Mutation.inputs(percent: 10) {
            let bytes = mutation.next(seeds)
            let whole = ProxyHeader.parse(bytes.span)
            if case .complete(let header) = whole, header.size > bytes.count {
                Issue.record("\(text(bytes)): a line of \(header.size) bytes")
            }
            let first = mutation.split(bytes).first?.count ?? 0
            let start = ProxyHeader.parse(bytes.span.extracting(..<first))
            if case .complete = start, start != whole { Issue.record("\(text(bytes)): \(start) is already told") }
        }
    }

    private func checkHTTP(_ bytes: [UInt8], _ mutation: inout Mutation) {
        let whole = HTTPConnection.outcome(of: [bytes[...]])
        let split = HTTPConnection.outcome(of: mutation.split(bytes))
        if whole.seen != split.seen || whole.refusal?.reason != split.refusal?.reason {
            Issue.record("\(text(bytes)): whole \(whole.seen), split \(split.seen)")
        }
        if let refusal = whole.refusal, !Self.refusals.contains(refusal.status) {
            Issue.record("\(text(bytes)): refused with \(refusal.status)")
        }
    }

    private func checkUwsgi(_ bytes: [UInt8], _ mutation: inout Mutation) {
        let whole = UwsgiOutcome([bytes[...]])
        let split = UwsgiOutcome(mutation.split(bytes))
        if whole.seen != split.seen || whole.refusal?.reason != split.refusal?.reason || whole.size != split.size {
            Issue.record("\(bytes): whole \(whole.seen), split \(split.seen)")
        }
        if whole.size > bytes.count { Issue.record("\(bytes): a packet of \(whole.size) bytes") }
    }

    private static let refusals: Set = [400, 414, 417, 431, 501, 505]
}

extension Array<UInt8> {
    fileprivate static func seeds(_ tables: [HTTPCase]...) -> [[UInt8]] {
        tables.joined().map { [UInt8](wire: $0.input) }
    }
}
