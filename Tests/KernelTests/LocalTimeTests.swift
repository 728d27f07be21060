import Testing

@testable import Kernel

/// Local time, by rules that need no files (tzset(3)).
@Suite(.serialized) struct LocalTimeTests {
    private static let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"

    @Test(arguments: [
        (1_711_846_799, 3600), (1_711_846_800, 7200), (1_729_990_799, 7200), (1_729_990_800, 3600),
    ]) func offsetsAreThoseOfTheZone(_ moment: Int64, _ offset: Int64) {
        #expect(localOffset(at: moment, zone: Self.berlin) == offset)
    }

    @Test func aZoneIsForgottenAfterwards() {
        let before = localOffset(at: 0, zone: nil)
        #expect(localOffset(at: 0, zone: "FAR-11") == 39600)
        #expect(localOffset(at: 0, zone: nil) == before)
    }
}
