import Foundation
import Kernel
import Testing

@Suite("A served root")
struct ServedRootTests {
    private func read(_ root: ServedRoot, _ path: String) -> String? {
        root.open(Array(path.utf8)).flatMap { try? String(decoding: readToEnd($0.raw, purpose: path), as: UTF8.self) }
    }

    @Test("shows what is below it, and what safe directories have, whatever leads there")
    func below() throws {
        let scratch = try Scratch()
        let place = scratch.path
        try makeDirectory("\(place)/root/a", mode: 0o755)
        try makeDirectory("\(place)/root_private", mode: 0o755)
        try makeDirectory("\(place)/safe", mode: 0o755)
        for name in ["root/a/page", "root_private/page", "safe/page"] {
            try replaceFile("\(place)/\(name)", with: Array(name.utf8), mode: 0o644)
        }
        for (name, target) in [
            ("in", "\(place)/root/a/page"), ("out", "\(place)/root_private/page"), ("safe", "../safe/page"),
            ("far", "\(place)/safe"), ("up", ".."), ("fd", "/proc/self/cwd"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(place)/root/\(name)", withDestinationPath: target)
        }
        let root = try ServedRoot("\(place)/root", safe: [Array(try resolvePath("\(place)/safe").utf8)])
        for path in ["a/page", "/a/page", "a/../a/page", "in", "a/./page"] {
            #expect(read(root, path) == "root/a/page")
        }
        for path in ["safe", "far/page", "../safe/page"] { #expect(read(root, path) == "safe/page") }
        for path in ["out", "up/root_private/page", "../root_private/page", "none", "fd/page", "a/page/", "a\0/page"] {
            #expect(read(root, path) == nil, "\(path)")
        }
        let file = try ServedRoot("\(place)/root/a/page")
        #expect(read(file, "") == "root/a/page")
        #expect(read(file, "/") == nil && read(file, "x") == nil && read(file, "..") == nil)
    }

    @Test("is compared by whole names")
    func names() {
        func below(_ directory: String, _ path: String) -> Bool { liesBelow(Array(directory.utf8), Array(path.utf8)) }
        #expect(below("/a", "/a") && below("/a", "/a/b") && below("/", "/a") && below("/a/", "/a/b"))
        #expect(!below("/a", "/ab") && !below("/a/b", "/a") && !below("/a/", "/a"))
    }
}
