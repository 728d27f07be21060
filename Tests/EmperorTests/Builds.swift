import Testing
@testable import Emperor

@Test func builds() {}
