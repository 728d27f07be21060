import Testing

@testable import Kernel

@Suite struct ProcessTitleTests {
    @Test func aShortTitleIsMarkedAsOne() {
        #expect(titleBytes("blog", arguments: 8, room: 8) == Array("blog\0\0\0.".utf8))
    }

    @Test(arguments: [("vassal1", 8, 8), ("vassal12", 8, 8), ("vassal12345", 4, 8)])
    func aLongOneIsCutWhereItsRoomEnds(title: String, arguments: Int, room: Int) {
        let bytes = titleBytes(title, arguments: arguments, room: room)
        #expect(bytes == Array("vassal1".utf8) + [0])
    }

    @Test func oneThatNeedsTheEnvironmentsRoomCoversTheEndOfTheArguments() {
        #expect(titleBytes("vassal", arguments: 4, room: 12) == Array("vassal".utf8) + [UInt8](repeating: 0, count: 6))
    }
}
