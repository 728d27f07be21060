import Foundation
import Kernel
import Protocol
import Testing

@testable import Vassal

@Suite struct ReleaseTests {
    @Test func pathsBelowALinkStayInTheRelease() throws {
        let root = NSTemporaryDirectory() + "/r-" + UUID().uuidString.prefix(8)
        try makeDirectory("\(root)/one/lib", mode: 0o755)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createSymbolicLink(atPath: "\(root)/current", withDestinationPath: "one")
        let release = Release("\(root)/current/")
        var order = AppOrder()
        order.pythonPath = ["\(root)/current/lib", "lib", "\(root)/currently"]
        order.files.roots = [.init(prefix: "/static", path: "\(root)/current/static")]
        let settled = release.settle(order)
        #expect(release.directory.hasSuffix("/one"))
        #expect(settled.pythonPath == [release.directory + "/lib", "lib", "\(root)/currently"])
        #expect(settled.files.roots[0].path == release.directory + "/static")
        #expect(release.path("\(root)/current") == release.directory)
    }

    @Test func whatIsNotThereKeepsItsName() {
        #expect(Release("/nowhere/at/all").directory == "/nowhere/at/all")
        #expect(Release("/nowhere/at/all").path("/nowhere/at/all/lib") == "/nowhere/at/all/lib")
        #expect(Release("/").path("/srv") == "/srv")
    }
}
