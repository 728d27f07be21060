import Testing
@testable import Vassal

@Test func builds() {}
