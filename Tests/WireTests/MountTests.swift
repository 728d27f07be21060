import Testing
import Wire

@Suite("Mounts")
struct MountTests {
    /// What uWSGI 2.0.31 did with --manage-script-name and these, but for "/foobis", where it reads beyond the path.
    @Test(
        "with manage-script-name go by PATH_INFO, the longest first",
        arguments: [
            ("/", 0, nil), ("/foo", 1, ""), ("/foo/", 1, "/"), ("/foo/x", 1, "/x"), ("/fooanything", 0, nil),
            ("/foobis", 2, ""), ("/foobis/", 2, ""), ("/foobis/x", 2, "x"), ("/foobisx", 0, nil), ("/foo/deep", 3, ""),
            ("/foo/deep/y", 3, "/y"), ("/foo/deeper", 1, "/deeper"), ("/other", 0, nil), ("", 0, nil), ("/fo", 0, nil),
            ("foo", 0, nil), ("//foo", 0, nil),
        ] as [(String, Int, String?)])
    func managed(path: String, app: Int, rest: String?) {
        let mounts = Mounts(["", "/foo", "/foobis/", "/foo/deep"], managesScriptName: true)
        let choice = mounts.choice(scriptName: "", path: path)
        #expect(choice.app == app)
        #expect(choice.cut.map { String(path.dropFirst($0)) } == rest)
    }

    @Test("with manage-script-name leave alone what the proxy says only where they match")
    func managedScriptName() {
        let mounts = Mounts(["", "/foo", "/bar"], managesScriptName: true)
        #expect(mounts.choice(scriptName: "/bar", path: "/foo/x") == .init(app: 1, cut: 4))
        #expect(mounts.choice(scriptName: "/bar", path: "/x") == .init(app: 2, cut: nil))
        #expect(mounts.choice(scriptName: "/bar", path: "/") == .init(app: 2, cut: nil))
    }

    @Test(
        "without it go by SCRIPT_NAME, which has to be the same",
        arguments: [("", 0), ("/foo", 1), ("/foo/", 0), ("/foobis", 0), ("/foobis/", 2), ("/none", 0)])
    func unmanaged(scriptName: String, app: Int) {
        let mounts = Mounts(["", "/foo", "/foobis/"], managesScriptName: false)
        #expect(mounts.choice(scriptName: scriptName, path: "/foo/x") == .init(app: app, cut: nil))
    }

    @Test(
        "have a fallback: the app without a point, that at /, the first",
        arguments: [
            (["/a", "/", ""], 2), (["/a", "/"], 1), (["/a", "/b"], 0), ([""], 0), ([], nil),
        ] as [([String], Int?)])
    func fallback(points: [String], app: Int?) {
        #expect(Mounts(points, managesScriptName: false).choice(scriptName: "/x", path: "/x").app == app)
        #expect(Mounts(points, managesScriptName: true).choice(scriptName: "/x", path: "/x").app == app)
        let strict = Mounts(points, managesScriptName: false, fallsBack: false)
        #expect(strict.choice(scriptName: "/x", path: "/x").app == nil)
    }

    @Test("take the first of two at the same point")
    func twice() {
        let mounts = Mounts(["/a", "/b", "/a"], managesScriptName: true)
        #expect(mounts.choice(scriptName: "", path: "/a/x").app == 0)
        #expect(mounts.choice(scriptName: "/a", path: "/").app == 0)
    }
}

extension Mounts {
    fileprivate func choice(scriptName: String, path: String) -> Choice {
        choice(scriptName: Array(scriptName.utf8).span, path: Array(path.utf8).span)
    }
}
