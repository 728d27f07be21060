import Foundation
import Options
import Testing

@testable import Vassal

@Suite("An envdir")
struct EnvironmentDirectoryTests {
    private func changes(_ files: [String: String], folder: String? = nil) throws -> [EnvironmentChange] {
        let path = NSTemporaryDirectory() + "/e-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: path + "/" + name)) }
        if let folder {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: false)
        }
        return try EnvironmentDirectory.changes(path)
    }

    @Test(
        "is read as uWSGI reads it",
        arguments: [
            ("file", "file"), ("one\ntwo\n\n", "one\ntwo"), (" sp \t\n", " sp"), ("a\u{0}b\n", "a\nb"), ("\n", ""),
            ("a=b", "a=b"),
        ])
    func value(content: String, value: String) throws {
        #expect(try changes(["NAME": content]) == [.set(name: "NAME", value: value)])
    }

    @Test("removes what is empty, and passes over what is hidden or no file")
    func others() throws {
        #expect(
            try changes(["B": "", ".hidden": "x", "A": "y"], folder: "C") == [
                .set(name: "A", value: "y"), .remove(name: "B"),
            ])
    }

    @Test("has to be there")
    func missing() {
        #expect { try EnvironmentDirectory.changes("/nowhere") } throws: { error in
            (error as? StartProblem)?.text.contains("envdir = /nowhere: ") == true
        }
    }
}
