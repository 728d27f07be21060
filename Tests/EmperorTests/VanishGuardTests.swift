import Kernel
import Testing

@testable import Emperor

@Suite struct VanishGuardTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private var guardian = VanishGuard()

    private mutating func keeps(_ gone: Int, _ count: Int, after pause: Duration = .zero) -> Bool {
        guardian.keeps(gone, of: count, at: start + pause)
    }

    @Test(arguments: [(5, 10), (9, 9), (0, 100), (50, 100)])
    mutating func fewAndHalfMayGo(gone: Int, count: Int) {
        let kept1 = keeps(gone, count)
        #expect(!kept1)
        #expect(guardian.until == nil)
    }

    @Test mutating func mostOfManyStayForTenSeconds() {
        let kept2 = keeps(6, 10)
        #expect(kept2)
        #expect(guardian.until == start + .seconds(10))
        let kept3 = keeps(10, 10, after: .seconds(9))
        #expect(kept3)
        let kept4 = keeps(10, 10, after: .seconds(10))
        #expect(!kept4)
        #expect(guardian.until == nil)
    }

    @Test mutating func whoComesBackStays() {
        let kept5 = keeps(10, 10)
        #expect(kept5)
        let kept6 = keeps(0, 10, after: .seconds(1))
        #expect(!kept6)
        let kept7 = keeps(10, 10, after: .seconds(20))
        #expect(kept7)
        #expect(guardian.until == start + .seconds(30))
    }
}
