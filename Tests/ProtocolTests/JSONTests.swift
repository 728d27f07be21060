import Protocol
import Testing

@Suite struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSON(Array(text.utf8)) }

    @Test func membersKeepTheirOrderAndTheFirstOfANameCounts() throws {
        let value = try read(#"{"b": 1, "a": 2, "b": 3}"#)
        #expect(value["b"] == .int(1))
        #expect(value.text == #"{"b":1,"a":2,"b":3}"#)
        #expect(value["c"] == nil)
    }

    @Test(arguments: ["9223372036854775808", "1.5", "-0.25", "1e3"])
    func numbersBeyondIntegersAreFractions(text: String) throws {
        #expect(try read(text) == .double(try #require(Double(text))))
    }

    @Test(arguments: ["1e999", "-1e999", "1-2", "--1", "."])
    func numbersThatAreNoneAreRefused(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test func whatJSONCannotHoldIsNull() {
        #expect(JSON.double(.infinity).text == "null")
        #expect(JSON.double(.nan).text == "null")
    }

    @Test func aValueNeverHoldsALineFeed() {
        let value = JSON.object([.init("a\nb", .string("c\r\nd"))])
        #expect(!value.bytes.contains(UInt8(ascii: "\n")))
    }

    @Test func nestingHasALimit() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try read(nested(64)).array?.count == 1)
        #expect(throws: JSONError.self) { try read(nested(66)) }
    }

    @Test func whereTheTextIsWrongIsTold() {
        let error = #expect(throws: JSONError.self) { try read(#"{"a": nil}"#) }
        #expect(error?.description == "not JSON: an unknown word at byte 6")
    }
}
