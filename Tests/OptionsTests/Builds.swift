import Testing
@testable import Options

@Test func builds() {}
