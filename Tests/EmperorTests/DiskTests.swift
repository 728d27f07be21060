import Foundation
import Kernel
import Protocol
import Testing

@testable import Emperor

/// A directory of its own for each test.
private final class Place {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "emperor-" + UUID().uuidString
        try makeDirectory(path, mode: 0o700)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String = "[uwsgi]\n") throws {
        try replaceFile("\(path)/\(name)", with: Array(text.utf8), mode: 0o600)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }
}

@Suite struct DiskTests {
    @Test func aListingKnowsWhatCanBeASite() throws {
        let place = try Place()
        try place.write("blog.ini", "a")
        try place.write("notes.txt")
        try place.write(".hidden.ini")
        try place.write("old.xml")
        try makeDirectory("\(place.path)/folder.ini", mode: 0o700)
        try place.link("nowhere.ini", to: "missing")
        try place.link("linked.ini", to: "blog.ini")
        let listing = try list(place.path)
        #expect(listing.entries.keys.sorted() == ["blog", "folder", "linked", "nowhere", "old.xml"])
        #expect(
            listing.sites.filter { !$0.value.bytes.isEmpty }.mapValues(\.bytes) == ["blog": [0x61], "linked": [0x61]])
        #expect(listing.sites.filter(\.value.isLink).keys.sorted() == ["linked", "nowhere"])
        #expect(
            listing.entries["folder"] == .unusable("\(place.path)/folder.ini is a directory, not a file"))
        #expect(
            listing.entries["nowhere"] == .unusable("\(place.path)/nowhere.ini is a link that leads nowhere"))
        let uid = Identity.current.uid
        #expect(listing.sites["blog"]?.owner?.uid == uid)
    }

    @Test func aFileBeyondAllMeasureIsNoSite() throws {
        let place = try Place()
        try place.write("blog.ini", String(repeating: "#", count: FileSource.longestFile + 1))
        guard case .unusable = try list(place.path).entries["blog"] else {
            Issue.record("it was read")
            return
        }
    }

    @Test func aMissingDirectoryIsNotAnEmptyOne() throws {
        let place = try Place()
        for path in ["missing", "missing/*.ini", "missing/blog.ini"] {
            #expect(try list(place.path + "/" + path).failures.count == 1)
        }
    }

    /// What can be read goes on while the rest cannot.
    @Test func aSourceThatFailsFailsAlone() throws {
        let place = try Place()
        try place.write("blog.ini")
        let listing = try list(place.path, place.path + "/missing")
        #expect(listing.sites.keys.sorted() == ["blog"])
        #expect(listing.failures.keys.sorted() == [place.path + "/missing"])
    }

    @Test func aPatternFindsFilesAndSaysWhereToLook() throws {
        let place = try Place()
        for folder in ["a", "b", ".hidden"] { try makeDirectory("\(place.path)/\(folder)", mode: 0o700) }
        for file in ["a/one.ini", "b/two.ini", "b/notes.txt", ".hidden/three.ini", "four.ini"] { try place.write(file) }
        let listing = try list("\(place.path)/*/*.ini")
        #expect(listing.sites.keys.sorted() == ["one", "two"])
        #expect(listing.directories.contains(place.path))
        #expect(Set(["a", "b"].map { "\(place.path)/\($0)" }).isSubset(of: listing.directories))
        #expect(try list("\(place.path)/*/two.ini").sites["two"]?.path == "\(place.path)/b/two.ini")
        #expect(try list("\(place.path)/four.ini").sites.keys.sorted() == ["four"])
        #expect(try list("\(place.path)/five.ini").sites.isEmpty)
    }

    /// core/emperor.c: a pattern that stands for one directory is that directory, `glob://` never is.
    @Test func aPatternOfOneDirectoryIsTheSitesInIt() throws {
        let place = try Place()
        try makeDirectory("\(place.path)/vassals", mode: 0o700)
        try place.write("vassals/blog.ini")
        #expect(try list("\(place.path)/vass*").sites.keys.sorted() == ["blog"])
        #expect(try list("glob://\(place.path)/vass*").sites.isEmpty)
        #expect(try list("dir://\(place.path)/vassals").sites.keys.sorted() == ["blog"])
    }

    @Test func theSameNameTwiceIsRefusedByName() throws {
        let place = try Place()
        for folder in ["a", "b"] { try makeDirectory("\(place.path)/\(folder)", mode: 0o700) }
        for file in ["a/blog.ini", "b/blog.ini", "a/shop.ini"] { try place.write(file) }
        let reason =
            "two files would be the site blog, \(place.path)/a/blog.ini and \(place.path)/b/blog.ini: "
            + "rename one of them"
        let both = try list("\(place.path)/a", "\(place.path)/b")
        #expect(both.entries["blog"] == .unusable(reason))
        #expect(try list("\(place.path)/a", "\(place.path)/*/shop.ini").entries["shop"] == both.entries["shop"])
    }

    @Test func furtherEndingsAreInisToo() throws {
        let place = try Place()
        for file in ["blog.conf", "shop.xml", "mail.ini"] { try place.write(file) }
        let rules = FileRules(extensions: [".conf", ".xml"])
        #expect(try list(place.path, rules: rules).sites.keys.sorted() == ["blog", "mail", "shop"])
    }

    /// Each of many links to one file is touched alone, and an edit of that file is nobody's yet.
    @Test func linksMayStandForThemselves() throws {
        let place = try Place()
        try place.write(".skel", "one")
        try place.link("blog.ini", to: ".skel")
        func stamp(_ rules: FileRules) throws -> FileStamp {
            guard case .file(let stamp) = try list(place.path, rules: rules).entries["blog"] else {
                throw Refusal("no file")
            }
            return stamp
        }
        let own = FileRules(followsLinks: false)
        let before = (own: try stamp(own), followed: try stamp(FileRules()))
        try place.write(".skel", "two")
        #expect(try stamp(own).change(since: before.own) == .none)
        #expect(try stamp(FileRules()).change(since: before.followed) == .edited)
        try unlink("\(place.path)/blog.ini")
        try place.link("blog.ini", to: ".skel")
        #expect(try stamp(own).change(since: before.own) == .edited)
    }

    private func list(_ patterns: String..., rules: FileRules = FileRules()) throws -> Listing {
        Listing(of: patterns.map { FileSource(pattern: PathPattern($0, in: "/"), rules: rules) })
    }

    @Test func onlyWhatTheSiteMadeIsRemoved() throws {
        let place = try Place()
        for name in ["mine", "replaced", "shared"] { try place.write(name) }
        let owned = try ["mine", "replaced", "shared"].map { name in
            let path = "\(place.path)/\(name)"
            return OwnedPath(path: path, inode: try #require(try FileFacts(path: path)).inode)
        }
        try place.write("replaced", "by somebody else")
        remove(owned, except: [owned[2]])
        #expect(try listDirectory(place.path).sorted() == ["replaced", "shared"])
    }

    @Test func whatWasStoppedStaysSoAndStateIsOnlyHistory() throws {
        let place = try Place()
        var wants = Wants(stateDirectory: place.path, vassals: "/v")
        wants.set("blog", .stopped)
        wants.set("gone", .stopped)
        wants.keep(["blog", "shop"])
        let again = Wants(stateDirectory: place.path, vassals: "/v")
        #expect(again["blog"] == .stopped && again["gone"] == .up && again["shop"] == .up)
        #expect(Wants(stateDirectory: place.path, vassals: "/other")["blog"] == .up)
        for name in try listDirectory(place.path) { try place.write(name, "rubbish") }
        #expect(Wants(stateDirectory: place.path, vassals: "/v")["blog"] == .up)
    }

    @Test func recordsOfAnotherBootNameNoProcess() throws {
        let place = try Place()
        let here = MasterRecords(directory: place.path)
        let stamp = ProcessStamp(pid: 4, startTime: 5)
        for (site, boot) in [("blog", here.boot), ("shop", "another boot")] {
            here.save(
                MasterRecord(
                    site: site, boot: boot, file: nil, master: stamp, generation: 6, workers: [stamp], owns: []))
        }
        try place.write("rubbish.json", "{")
        let read = here.load().sorted { $0.site < $1.site }
        #expect(read.map(\.site) == ["blog", "shop"])
        #expect(read.map(\.master) == [stamp, nil])
        #expect(read.map(\.workers.count) == [1, 0])
    }
}

@Suite struct MastersEnvironmentTests {
    /// As uWSGI's emperor does before it executes a vassal (core/emperor.c).
    @Test func variablesForVassalsTakeTheirPlace() {
        let given = ["A=1", "UWSGI_VASSAL_PROCESSES=4", "UWSGI_PROCESSES=2", "UWSGI_HARAKIRI=9", "NOTIFY_SOCKET=@x"]
        #expect(mastersEnvironment(from: given) == ["A=1", "UWSGI_HARAKIRI=9", "UWSGI_PROCESSES=4"])
    }
}
