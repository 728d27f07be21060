import Foundation
import Testing
import Wire

@Suite struct DateTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (-1, "Thu, 01 Jan 1970 00:00:00 GMT"), (Int64.min, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (Int64.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func formats(_ time: Int64, _ date: String) {
        #expect(Self.format(time) == date)
    }

    /// Against Foundation's calendar, at a seeded choice of times.
    @Test func agreesWithFoundation() {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let time = Int64.random(in: 0...253_402_300_799, using: &generator)
            #expect(Self.format(time) == formatter.string(from: Date(timeIntervalSince1970: Double(time))))
        }
    }

    @Test func stampsOncePerSecond() {
        var stamp = ResponseStamp(server: "S", time: 0)
        var out: [UInt8] = []
        stamp.set(time: 784_111_777)
        ErrorResponse.append(status: 500, to: &out, stamp: stamp)
        #expect(text(out).contains("↵Date: Sun, 06 Nov 1994 08:49:37 GMT↵Server: S↵"))
    }

    private static func format(_ time: Int64) -> String {
        var out: [UInt8] = []
        HTTPDate.append(time, to: &out)
        return text(out)
    }
}
