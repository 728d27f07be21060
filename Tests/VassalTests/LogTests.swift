import Foundation
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

@Suite struct LogFileTests {
    @Test func aLineThatDidNotFitIsEndedBeforeTheNextOne() throws {
        let path = NSTemporaryDirectory() + "log-" + UUID().uuidString
        let reader = try NamedPipe(making: path, mode: 0o600)
        defer { try? unlink(path) }
        let log = try LogFile(path, as: nil, rules: LogRules(), emptied: false)
        #expect(!log.append([UInt8](repeating: 0x78, count: 1 << 20)), "more than a pipe holds")
        #expect(!log.append([0x79]))
        var torn: [UInt8] = []
        while case .done(let piece) = try read(reader.raw, atMost: 65_536) { torn += piece }
        #expect(torn.allSatisfy { $0 == 0x78 })
        #expect(log.append([0x7A, 0x0A]))
        #expect(log.append([0x7A, 0x0A]))
        #expect(try read(reader.raw, atMost: 100) == .done([0x0A, 0x7A, 0x0A, 0x7A, 0x0A]))
    }
}
