import Testing
@testable import Kernel

@Test func builds() {}
