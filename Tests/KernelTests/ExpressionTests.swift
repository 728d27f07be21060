import Kernel
import Testing

@Suite("A regular expression")
struct ExpressionTests {
    private func match(_ expression: Expression, _ text: [UInt8]) throws(ExpressionProblem) -> [Range<Int>?]? {
        try expression.match(text.span)
    }

    private func isFound(_ text: String, in subject: [UInt8]) throws(ExpressionProblem) -> Bool {
        try Expression(text).isFound(in: subject.span)
    }

    @Test("is found with its groups")
    func groups() throws {
        let expression = try Expression("^/(a+)(x)?/(.*)$")
        #expect(try match(expression, Array("/aa/rest".utf8)) == [0..<8, 1..<3, nil, 4..<8])
        #expect(try match(expression, Array("/b/rest".utf8)) == nil)
        #expect(try match(Expression(""), []) == [0..<0])
    }

    @Test("is one of bytes")
    func bytes() throws {
        #expect(try isFound("^.\\x00.$", in: [0xFF, 0, 0xFE]))
        #expect(try isFound("^((?!\\{).)*$", in: [UInt8](repeating: 0x41, count: 4096)))
    }

    @Test("says where it is none")
    func mistakes() {
        #expect(problem("a(b") == "missing closing parenthesis (at byte 3 of \"a(b\")")
        #expect(problem("a(b)") == nil)
    }

    private func problem(_ text: String) -> String? {
        do {
            _ = try Expression(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("gives up what would take for ever")
    func bounds() throws {
        let expression = try Expression("(x+x+)+y")
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 300) + Array("zy".utf8)
        do {
            _ = try match(expression, text)
            Issue.record("it did not give up")
        } catch {
            #expect("\(error)".contains("too many steps"))
        }
        #expect(try !isFound("(x+x+)+y", in: text))
    }

    @Test("tells at most so many groups")
    func manyGroups() throws {
        let expression = try Expression(String(repeating: "(a)", count: 50))
        #expect(try match(expression, [UInt8](repeating: 0x61, count: 50))?.count == Expression.mostGroups)
    }
}
