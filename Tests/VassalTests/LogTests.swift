import Kernel
import Testing

@testable import Vassal

@Suite struct LogRulesTests {
    @Test func theOldestRotatedFilesGo() {
        let rules = LogRules(longest: 100, kept: 2)
        let names = [
            "blog.log.1700000003", "blog.log.1700000001", "blog.log", "blog.log.1700000002", "blog.log.1700000004",
        ]
        #expect(rules.outdated(among: names, of: "blog.log") == ["blog.log.1700000001", "blog.log.1700000002"])
    }

    @Test func filesOfOthersStay() {
        let names = [
            "blog.log.1", "blog.log.2.gz", "blog.log.170000000a", "blog.log.17000000011", "blog_log.1700000001",
            "shop.log.1700000001", "blog.log.1700000009",
        ]
        #expect(LogRules(longest: 100, kept: 1).outdated(among: names, of: "blog.log").isEmpty)
    }

    @Test func zeroKeepsAllAndANameOfTheirOwnIsOneFile() {
        let names = (0...20).map { "blog.log.\(1_700_000_000 + $0)" }
        #expect(LogRules(longest: 100, kept: 0).outdated(among: names, of: "blog.log").isEmpty)
        #expect(LogRules(longest: 100, backup: "/old", kept: 1).outdated(among: names, of: "blog.log").isEmpty)
        #expect(LogRules(longest: 100, kept: 20).outdated(among: names, of: "blog.log") == ["blog.log.1700000000"])
    }
}
