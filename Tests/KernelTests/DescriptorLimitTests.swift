import Kernel
import Testing

/// One test, because the limit is one for the whole process.
@Test func theLimitIsRaisedToItsTopAndCanBeGivenBack() throws {
    let before = try DescriptorLimit.raise()
    defer { try? before.give(to: currentProcess()) }
    #expect(try DescriptorLimit.current() == DescriptorLimit(soft: before.hard, hard: before.hard))
    #expect(try DescriptorLimit.raise() == DescriptorLimit(soft: before.hard, hard: before.hard))
    try before.give(to: currentProcess())
    #expect(try DescriptorLimit.current() == before)
}
