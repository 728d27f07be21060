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
        let listing = try Listing(directory: place.path)
        #expect(listing.entries.keys.sorted() == ["blog", "folder", "linked", "nowhere", "old.xml"])
        #expect(listing.contents == ["blog": [0x61], "linked": [0x61]])
        #expect(listing.links == ["linked", "nowhere"])
        #expect(
            listing.entries["folder"] == .unusable("\(place.path)/folder.ini is a directory, not a file"))
        #expect(
            listing.entries["nowhere"] == .unusable("\(place.path)/nowhere.ini is a link that leads nowhere"))
    }

    @Test func aFileBeyondAllMeasureIsNoSite() throws {
        let place = try Place()
        try place.write("blog.ini", String(repeating: "#", count: Listing.longestFile + 1))
        guard case .unusable = try Listing(directory: place.path).entries["blog"] else {
            Issue.record("it was read")
            return
        }
    }

    @Test func aMissingDirectoryIsNotAnEmptyOne() throws {
        let place = try Place()
        #expect(throws: SystemError.self) { try Listing(directory: place.path + "/missing") }
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
