import Options
import Testing

@Suite("Settings about requests")
struct RequestSettingsTests {
    @Test("hold the requests that are logged although the others are not")
    func logExceptions() {
        let made = settings(
            """
            [uwsgi]
            disable-logging = true
            log-4xx = true
            log-5xx = true
            log-zero = true
            log-ioerror = true
            log-sendfile = true
            log-slow = 2s
            log-big = 64k
            """)
        let logs = made.settings.logs
        #expect(!logs.requests)
        #expect(logs.exceptions.clientErrors && logs.exceptions.serverErrors && logs.exceptions.empty)
        #expect(logs.exceptions.failures && logs.exceptions.files)
        #expect(logs.exceptions.slow == 2000)
        #expect(logs.exceptions.big == 65536)
        #expect(settings("[uwsgi]\nlog-ioerror = false\n").settings.logs == Settings().logs)
    }

    @Test("hold what a line tells")
    func lines() {
        let logs = settings("[uwsgi]\nlog-micros = true\nlog-x-forwarded-for = true\n").settings.logs
        #expect(logs.microseconds)
        #expect(logs.forwardedFor)
    }

    @Test("leave a log format's names alone, in silence, and cut nothing off")
    func format() {
        let made = settings("[uwsgi]\nlog-format = %(addr) - \"%(method) %(uri)\" %(var.HTTP_X) ; # %(status)\n")
        #expect(made.settings.logs.format == "%(addr) - \"%(method) %(uri)\" %(var.HTTP_X) ; # %(status)")
        #expect(made.problems.isEmpty)
    }

    @Test("put an option's value where a log format names one, as uWSGI does")
    func formatWithOption() {
        let made = settings("[uwsgi]\nlogformat = %(uri) %(user) %(pid)\nuser = anna\n")
        #expect(made.settings.logs.format == "%(uri) anna %(pid)")
        #expect(settings("[uwsgi]\nlog-format = %%(uri) %%d\n").settings.logs.format == "%(uri) %d")
        #expect(settings("[uwsgi]\nlog-format =\n").settings.logs.format == nil)
    }

    @Test("hold the date of a log format")
    func formatDate() {
        let logs = settings("[uwsgi]\nlog-date = %%Y-%%m\nlogformat-strftime = true\n").settings.logs
        #expect(logs.formatsDate)
        #expect(logs.date == "%Y-%m")
        #expect(settings("[uwsgi]\nlog-date = true\n").settings.logs.date == "")
    }

    @Test(
        "hold whom to believe",
        arguments: [
            ("192.0.2.7", [[192, 0, 2, 7, 32]]),
            ("10.0.0.0/8, 192.168.0.0/16", [[10, 0, 0, 0, 8], [192, 168, 0, 0, 16]]),
            ("2001:db8::/32", [[0x20, 1, 0x0D, 0xB8] + [Int](repeating: 0, count: 12) + [32]]),
            ("::1", [[Int](repeating: 0, count: 15) + [1, 128]]), ("::", [[Int](repeating: 0, count: 16) + [128]]),
            ("1:2:3:4:5:6:7:8", [[0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 128]]),
            ("*", [[0, 0, 0, 0, 0], [Int](repeating: 0, count: 17)]), ("", []),
        ])
    func trustedPeers(value: String, networks: [[Int]]) {
        let made = settings("[uwsgi]\nforwarded-allow-ips = \(value)\n")
        #expect(made.settings.requests.trustedPeers.map { $0.bytes.map(Int.init) + [$0.bits] } == networks)
        #expect(made.problems.isEmpty)
    }

    @Test(
        "refuse what is no address",
        arguments: [
            "localhost", "192.0.2", "192.0.2.256", "192.0.2.07", "192.0.2.1/33", "192.0.2.1/", "192.0.2.1/-1",
            "1::2::3",
            "1:2:3", "12345::", "::1/129", "1:2:3:4:5:6:7:8:9", "10.0.0.1, nobody", "[::1]", "+1.2.3.4", ":::",
        ])
    func strangePeers(value: String) {
        let made = settings("[uwsgi]\nforwarded-allow-ips = \(value)\n")
        #expect(made.settings.requests.trustedPeers == IPNetwork.loopback)
        #expect(made.problems.count == 1 && made.problems[0].contains("is no address"))
    }

    @Test(
        "hold the Python that a plugin was built for",
        arguments: [
            ("python3", nil), ("python", nil), ("python311", "3.11"), ("python39", "3.9"), ("python3.12", "3.12"),
            ("http,python310", "3.10"), ("0:python311", "3.11"), ("/usr/lib/uwsgi/plugins/python313_plugin.so", "3.13"),
            ("python27", "2.7"), ("python2", "2"), ("psgi", nil), ("pythonic3", nil), ("python # or python2", nil),
            ("python3.1.1", nil),
        ])
    func plugins(value: String, version: String?) {
        let made = settings("[uwsgi]\nplugin = \(value)\nplugins = logfile\n")
        #expect(made.settings.app.versionOfPlugin == version)
        #expect(made.settings.app.usualInterpreter == "python" + (version ?? "3"))
        #expect(made.problems.isEmpty)
    }

    @Test("hold how long clients are waited for")
    func times() {
        let requests = settings("[uwsgi]\nhttp-timeout = 5m\nhttp-headers-timeout = 10\nso-send-timeout = 7\n").settings
            .requests
        #expect(requests.httpTimeout == 300)
        #expect(requests.httpHeadTimeout == 10)
        #expect(requests.sendTimeout == 7)
        let off = settings("[uwsgi]\nhttp-timeout = 0\nhttp-headers-timeout = 0\nso-send-timeout = 0\n")
        #expect(off.settings.requests == Settings().requests)
        #expect(off.problems.isEmpty)
    }

    @Test(
        "take http-keepalive alone, as a yes, and as seconds",
        arguments: [
            ("http-keepalive", 1, 0), ("http-keepalive =", 1, 0), ("http-keepalive = 1", 1, 0),
            ("http-keepalive = true", 1, 1), ("http-keepalive = 30", 30, 0), ("http-keepalive = 0", 0, 0),
            ("http-keepalive = false", 0, 1),
        ])
    func keepAlive(line: String, seconds: Int, problems: Int) {
        let made = settings("[uwsgi]\n\(line)\n")
        #expect(made.settings.requests.keepAliveTimeout == seconds)
        #expect(made.problems.count == problems, "\(made.problems)")
    }

    @Test("hold mounts, which name applications")
    func mounts() {
        let made = settings("[uwsgi]\nmount = /a=a:app\nworker-mount = /b=/srv/b.py ; b\nmanage-script-name = true\n")
        let app = made.settings.app
        #expect(app.mounts.map { [$0.key, $0.value] } == [["/a", "a:app"], ["/b", "/srv/b.py"]])
        #expect(app.managesScriptName && app.fallsBack)
        #expect(made.settings.namesApp && made.settings.needsApp && made.settings.wantsDefaultSocket)
        #expect(made.problems.count == 1, "\(made.problems)")
        #expect(!settings("[uwsgi]\nno-default-app = true\n").settings.app.fallsBack)
    }

    @Test(
        "warn of a mount that another hides",
        arguments: ["mount = /a=a:app\nmount = /a=b:app", "module = x\nmount = =b:app"])
    func hiddenMount(lines: String) {
        let problems = settings("[uwsgi]\n\(lines)\n").problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains("b:app is never asked") == true)
    }

    @Test("hold the modules besides the application's")
    func modules() {
        let text = """
            [uwsgi]
            import = a
            py-import = /srv/b.py ; b
            shared-import = c
            pymodule-alias = d=e
            post-pymodule-alias = f=/srv/g
            chdir2 = /after
            envdir = /env/a
            envdir = /env/b
            """
        let (made, problems) = settings(text)
        #expect(made.app.imports == ["a", "/srv/b.py"])
        #expect(made.app.sharedImports == ["c"])
        #expect(made.app.moduleAliases.map { [$0.key, $0.value] } == [["d", "e"]])
        #expect(made.app.lateModuleAliases.map { [$0.key, $0.value] } == [["f", "/srv/g"]])
        #expect(made.app.directoryAfterLoad == "/after")
        #expect(made.app.environmentDirectories == ["/env/a", "/env/b"])
        #expect(problems.count == 1, "\(problems)")
    }

    @Test("know Python's levels of optimisation", arguments: [("0", 0), ("1", 1), ("2", 2), ("9999999999", 2)])
    func optimize(text: String, level: Int) {
        #expect(settings("[uwsgi]\noptimize = \(text)\n").settings.app.optimize == level)
    }

    @Test("hold what is done to answers")
    func answers() {
        let text = """
            [uwsgi]
            add-header = X-A: b; c # d
            add-header = Connection:Close
            add-header = X-Empty:
            del-header = Server
            rem-header = X-B ; note
            catch-exceptions = true
            """
        let (made, problems) = settings(text)
        #expect(
            made.requests.addedHeaders.map { [$0.key, $0.value] } == [
                ["X-A", "b; c # d"], ["Connection", "Close"], ["X-Empty", ""],
            ])
        #expect(made.requests.removedHeaders == ["Server", "X-B"])
        #expect(made.requests.showsExceptions)
        #expect(problems.count == 1, "\(problems)")
    }

    @Test(
        "refuse headers that would break an answer",
        arguments: [
            ("X: a\rb", "line end"), ("X: a\u{1b}b", "control"), ("X: a\u{7f}", "control"), ("X", "NAME: VALUE"),
            (": a", "NAME: VALUE"), ("X Y: a", "NAME: VALUE"), ("Ü: a", "NAME: VALUE"),
            ("content-length: 5", "where it ends"), ("Transfer-Encoding: chunked", "where it ends"),
        ])
    func badHeaders(header: String, problem: String) {
        let made = settings("[uwsgi]\nadd-header = \(header)\n")
        #expect(made.settings.requests.addedHeaders.isEmpty)
        #expect(made.problems.count == 1)
        #expect(made.problems.first?.contains("error: add-header") == true)
        #expect(made.problems.first?.contains(problem) == true, "\(made.problems)")
    }

    @Test("refuse a header that a file or variable brings a second line into")
    func headerOfAVariable() {
        var world = TestWorld(["/srv/header": "a\r\nX-B: c"])
        world.variables = [("VALUE", "a\nX-B: c")]
        for value in ["$(VALUE)", "@(/srv/header)"] {
            let made = settings("[uwsgi]\nadd-header = X: \(value)\n", world)
            #expect(made.settings.requests.addedHeaders.isEmpty)
            #expect(made.problems.count == 1, "\(made.problems)")
        }
    }

    @Test("hold which files are served, and how")
    func files() {
        let made = settings(
            """
            [uwsgi]
            static-map = /a=/srv/a
            static-map2 = /b=/srv
            check-static = /srv/c
            check-static-docroot = true
            static-index = index.html
            static-skip-ext = .php
            static-safe = /srv/safe
            mimefile = /etc/types
            file-serve-mode = Nginx
            static-gzip-all = true
            static-gzip-dir = /srv/gz
            static-gzip-ext = .css
            static-gzip = \\.js$
            """)
        let files = made.settings.requests.files
        #expect(made.problems.isEmpty)
        #expect(files.maps.map { [$0.key, $0.value] } == [["/a", "/srv/a"]])
        #expect(files.wholeMaps.map { [$0.key, $0.value] } == [["/b", "/srv"]])
        #expect(files.directories == ["/srv/c"] && files.looksInDocumentRoot)
        #expect(files.indexes == ["index.html"] && files.skippedEndings == [".php"])
        #expect(files.safeDirectories == ["/srv/safe"] && files.mediaTypeFiles == ["/etc/types"])
        #expect(files.handover == .accelRedirect)
        #expect(files.allAreCompressed && files.compressedDirectories == ["/srv/gz"])
        #expect(files.compressedEndings == [".css"] && files.compressedPatterns.map(\.text) == ["\\.js$"])
    }

    @Test("hold when files get old")
    func expiries() {
        let made = settings(
            "[uwsgi]\nstatic-expires = /a/* 60\nstatic-expires-uri-mtime = ^/b 7\nstatic-expires-type = text/css=9\n")
        let rules = made.settings.requests.files.expiries
        #expect(rules.map(\.pattern.text) == ["/a/*", "^/b", "text/css"])
        #expect(rules.map(\.seconds) == [60, 7, 9])
        #expect(rules.map(\.subject) == [.file, .uri, .type] && rules.map(\.sinceChange) == [false, true, false])
    }

    @Test(
        "know a mistake in them",
        arguments: [
            ("static-expires = /a", "is not of the form EXPRESSION SECONDS"),
            ("static-expires = /a soon", "is not of the form EXPRESSION SECONDS"),
            ("static-expires-type = text/css 60", "is not of the form TYPE=SECONDS"),
            ("static-gzip =", "has no expression"), ("file-serve-mode = apache", "is none of nginx"),
        ])
    func mistakesAboutFiles(line: String, expected: String) {
        let problems = settings("[uwsgi]\n\(line)\n").problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains(":2: error: ") == true && problems.first?.contains(expected) == true)
    }
}
