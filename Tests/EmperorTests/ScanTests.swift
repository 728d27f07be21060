import Testing

@testable import Emperor

private func stamp(_ identity: String = "1:1", at modified: Int64 = 10, _ revision: String = "a") -> FileStamp {
    FileStamp(identity: identity, modified: modified, revision: revision)
}

@Suite struct ScanTests {
    let known = ["blog": KnownFile(stamp: stamp())]

    @Test(arguments: [
        (stamp(), []),
        (stamp(at: 11), [SiteChange.touched("blog")]),
        (stamp(at: 9), []),
        (stamp("1:2", at: 11), []),
        (stamp("1:2", at: 9, "b"), [.edited("blog")]),
        (stamp(at: 10, "b"), [.edited("blog")]),
    ])
    func contentDecidesAndATouchIsTheSameFileWithANewerDate(now: FileStamp, expected: [SiteChange]) {
        #expect(changes(from: known, to: ["blog": .file(now)]) == expected)
    }

    @Test func filesAppearAndVanish() {
        #expect(
            changes(from: known, to: ["shop": .file(stamp("1:2", "b"))]) == [.vanished("blog"), .appeared("shop")])
    }

    @Test func aFileOfAnotherNameIsARename() {
        #expect(changes(from: known, to: ["shop": .file(stamp())]) == [.renamed(from: "blog", to: "shop")])
    }

    @Test func aCopyIsNoRename() {
        let listing = ["blog": Entry.file(stamp()), "shop": .file(stamp("1:2"))]
        #expect(changes(from: known, to: listing) == [.appeared("shop")])
    }

    @Test func anObstacleIsSaidOnceAndItsEndToo() {
        let entry = Entry.unusable("it is a directory")
        #expect(changes(from: known, to: ["blog": entry]) == [.unusable("blog", "it is a directory")])
        let blocked = ["blog": KnownFile(entry, before: known["blog"])]
        #expect(changes(from: blocked, to: ["blog": entry]) == [])
        #expect(changes(from: blocked, to: ["blog": .file(stamp())]) == [.usableAgain("blog")])
        #expect(changes(from: blocked, to: ["blog": .file(stamp(at: 10, "b"))]) == [.edited("blog")])
    }

    @Test func anObstacleFromTheStartBecomesASiteWhenItGoes() {
        let blocked = ["blog": KnownFile(.unusable("it is a directory"), before: nil)]
        #expect(changes(from: blocked, to: ["blog": .file(stamp())]) == [.appeared("blog")])
    }

    @Test func whatIsStillBeingWrittenStaysAsItWas() {
        let listing = ["blog": Entry.file(stamp(at: 12, "half")), "shop": .file(stamp("1:2", "also half"))]
        #expect(changes(from: known, to: listing, unsettled: ["blog", "shop"]) == [])
    }

    @Test(arguments: [
        ("blog.ini", SiteName.site("blog")), ("a b.ini", .site("a b")), (".blog.ini", .none), ("blog.ini~", .none),
        ("#blog.ini#", .none), ("blog.ini.swp", .none), ("4913", .none), (".ini", .none),
        (String(repeating: "x", count: 100) + ".ini", .site(String(repeating: "x", count: 100))),
    ])
    func namesOfSites(fileName: String, expected: SiteName) {
        #expect(SiteName(fileName: fileName) == expected)
    }

    @Test(arguments: [
        "blog.xml", "blog.yml", "blog.yaml", "blog.json", "-blog.ini", "a\u{1B}b.ini", "a\u{FFFD}.ini",
        String(repeating: "x", count: 101) + ".ini",
    ])
    func namesThatAreRefused(fileName: String) {
        guard case .refused = SiteName(fileName: fileName) else {
            Issue.record("\(fileName) is \(SiteName(fileName: fileName))")
            return
        }
    }

    @Test func fingerprintsAreThoseOfFNV1a() {
        #expect(fingerprint([UInt8]()) == "cbf29ce484222325")
        #expect(fingerprint("a".utf8) == "af63dc4c8601ec8c")
        #expect(fingerprint("foobar".utf8) == "85944171f73967e8")
    }
}
