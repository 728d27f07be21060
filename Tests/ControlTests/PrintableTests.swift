import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct PrintableTests {
    @Test func controlCharactersCannotSteerATerminal() {
        #expect("a\u{1B}[31mb\u{7}\u{9B}c\u{7F}".printable == "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}c\u{FFFD}")
        #expect("one\ntwo\r\tthree".printable == "one two     three")
        #expect("ü€😀 stay".printable == "ü€😀 stay")
    }
}
