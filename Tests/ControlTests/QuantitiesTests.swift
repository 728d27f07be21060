import Kernel
import Protocol
import Testing

@testable import Control

@Suite struct QuantitiesTests {
    @Test(arguments: [
        (0.0, "0s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h0m"), (12_000, "3h20m"), (86_400, "1d0h"),
        (353_000, "4d2h"),
    ])
    func spansAreRoughForTables(seconds: Double, text: String) {
        #expect(roughDuration(seconds) == text)
    }

    @Test(arguments: [-5.0, .nan, -.infinity])
    func spansThatAreNoneAreZero(seconds: Double) {
        #expect(roughDuration(seconds) == "0s")
    }

    @Test func endlessSpansDoNotTrap() {
        #expect(roughDuration(.infinity).hasSuffix("h"))
        #expect(exactDuration(.infinity) == "inf s")
        #expect(exactDuration(1e300) == "1e+300 s")
    }

    @Test(arguments: [
        (0.0, "0 s"), (0.041, "0.04 s"), (0.3, "0.3 s"), (1.0, "1 s"), (1.23, "1.2 s"), (9.96, "10 s"), (74.6, "75 s"),
    ])
    func spansAreExactInSentences(seconds: Double, text: String) {
        #expect(exactDuration(seconds) == text)
    }

    @Test(arguments: [
        (UInt64(0), "0B"), (999, "999B"), (1000, "1.0K"), (640 << 10, "640K"), (5_977_000, "5.7M"), (126 << 20, "126M"),
        (1_288_490_189, "1.2G"), (.max, "16E"),
    ])
    func sizesKeepThreeDigits(bytes: UInt64, text: String) {
        #expect(memorySize(bytes) == text)
    }

    @Test func sumsStopAtTheLargestNumber() {
        #expect(cappedSum([1, 2, 3]) == 6)
        #expect(cappedSum([.max, 1]) == .max)
    }
}
