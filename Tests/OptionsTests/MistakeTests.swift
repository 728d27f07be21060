import Options
import Testing

/// One mistake each: the line that is wrong, and what must be said of it.
@Suite("Mistakes are named with their line")
struct MistakeTests {
    static let mistakes: [(line: String, says: String)] = [
        ("proceses = 4", "warning: there is no option proceses; did you mean processes?"),
        ("vaccum = true", "did you mean vacuum?"),
        ("touch_reload = /x", "did you mean touch-reload?"),
        ("Master = true", "did you mean master?"),
        ("chdirs = /srv", "did you mean chdir?"),
        ("harakri = 30", "did you mean harakiri?"),
        ("modul = app:application", "did you mean module?"),
        ("virtual-env = /v", "did you mean virtualenv?"),
        (
            "wholly-different-thing = 1",
            "warning: there is no option wholly-different-thing, and no placeholder uses it (uWSGI ignores it in silence)"
        ),
        ("processes = many", "error: processes = many is not a number: write a whole number, as in 4"),
        ("processes = -1", "error: processes = -1 must not be negative"),
        ("processes = true", "error: processes = true is not a number"),
        ("processes = \"4\"", "error: processes = \"4\" is not a number"),
        ("processes = 4 ; four", "warning: processes is read as \"4\": the note \"; four\" is cut off"),
        (
            "processes = 4 workers",
            "warning: processes = 4 workers is read as 4; \"workers\" after it is ignored (uWSGI reads the same)"
        ),
        ("processes = 99999999999999999999", "error: processes = 99999999999999999999 is not a number"),
        (
            "processes = %(cores)",
            "error: processes = %(cores) still contains %(cores): no option or placeholder is called cores"
        ),
        (
            "threads = $(THREADS)",
            "error: threads = $(THREADS) still contains $(THREADS): the environment has no THREADS"
        ),
        ("harakiri = soon", "error: harakiri = soon is not a number: write a time in seconds, as in 30"),
        ("socket-timeout = 5m", "warning: socket-timeout = 5m is read with its unit (uWSGI would read 5)"),
        ("buffer-size = 64k", "warning: buffer-size = 64k is read with its unit (uWSGI would read 64)"),
        ("limit-as = 1g", "warning: limit-as = 1g is read with its unit (uWSGI would read 1)"),
        ("limit-as = 999999999999999999", "error: limit-as = 999999999999999999 is too large"),
        (
            "post-buffering = true",
            "warning: post-buffering = true is read as 0: write a size in bytes, as in 65536 (uWSGI reads the same)"
        ),
        (
            "vacuum = flase",
            "warning: vacuum = flase is read as true: only false, off, no and 0 are false (uWSGI reads the same)"
        ),
        ("vacuum = disabled", "is read as true"),
        (
            "vacuum = false ; off",
            "warning: vacuum = false ; off is read as true because of the note after it"
        ),
        ("vacuum = true # on", "warning: vacuum is read as \"true\": the note \"# on\" is cut off"),
        ("chdir = /srv ; here", "warning: chdir is read as \"/srv\": the note \"; here\" is cut off"),
        ("home=/opt/v; set PYTHONHOME", "warning: home is read as \"/opt/v\""),
        ("module=app;the module", "warning: module is read as \"app\""),
        ("module = \"app:application\"", "warning: module = \"app:application\" has its quotes as a part of the value"),
        (
            "socket = 8000",
            "warning: socket = 8000 is a unix socket in a file of that name; for the port write :8000 (uWSGI reads the same)"
        ),
        ("socket = 127.0.0.1:99999", "error: socket = 127.0.0.1:99999 has no port from 0 to 65535"),
        ("socket = localhost:http", "error: socket = localhost:http has no port"),
        ("http-socket = :8000 ; web", "warning: http-socket is read as \":8000\""),
        ("socket =", "error: socket = names no address"),
        ("socket = =0", "error: socket = =0 takes over a shared socket, which is not built"),
        ("protocol = fastcgi", "error: protocol = fastcgi is not spoken here: write uwsgi, http or http11"),
        (
            "chmod-socket = 0664",
            "warning: chmod-socket = 0664 is read as 664 (uWSGI takes three digits only, and ends with an error)"
        ),
        ("chmod-socket = rw", "error: chmod-socket = rw is no mode: write three octal digits, as in 660"),
        ("chmod-socket = 888", "error: chmod-socket = 888 is no mode"),
        ("uid =", "error: uid = names nobody"),
        ("uid = www-data ; the web", "warning: uid is read as \"www-data\""),
        ("chown-socket = :", "error: chown-socket = : names nobody: write USER:GROUP"),
        ("static-map = /static", "error: static-map = /static has no =; write PREFIX=VALUE"),
        ("env = DJANGO_SETTINGS_MODULE", "warning: env = DJANGO_SETTINGS_MODULE has no NAME=VALUE and is ignored"),
        ("set = processes", "error: set = processes: NAME=VALUE is wanted"),
        ("declare-option = x", "error: declare-option = x: NAME=OPTION=VALUE;OPTION=VALUE is wanted"),
        ("include = /none.ini", "error: cannot read /none.ini: No such file or directory"),
        ("include = /etc/site.yaml", "error: /etc/site.yaml: .yaml files are not read; convert it to ini"),
        (
            "log-date = %Y",
            "warning: %Y is no variable: both characters are deleted; write %% for a percent sign (uWSGI deletes them too)"
        ),
        ("chdir = x%(chdir)", "error: chdir = x%(chdir) refers to itself: chdir -> chdir (uWSGI would never end)"),
        ("chroot = /jail", "error: chroot is not supported: use a container"),
        ("gevent = 100", "error: gevent is not supported: use processes and threads"),
        ("php-docroot = /x", "error: php-docroot is not supported: PHP is not run"),
        ("https = :443,a,b", "error: https is not supported: put nginx before the site"),
        ("cgroup = /x", "warning: cgroup is not supported: use the limits of the systemd unit"),
        ("emperor = /etc/x", "warning: emperor is an option of the emperor's; a site ignores it"),
        ("protocol = htp", "error: protocol = htp is not spoken here: write uwsgi, http or http11; did you mean http?"),
        ("lazy = true", "warning: lazy is an old spelling: write lazy-apps"),
        ("httprouter = :80", "warning: httprouter is an old spelling: write http"),
        ("spooler = /tmp/queue", "warning: spooler is not built yet: its tasks are not run"),
        ("cron = 0 0 * * * date", "error: cron = 0 0 * * * date has * for the day: write -1 for all"),
        ("attach-daemon2 = command", "error: attach-daemon2 = command has no command: write cmd=COMMAND"),
        ("hook-asap = mkdirs:/x", "error: hook-asap = mkdirs:/x has the action mkdirs, which there is not"),
        ("legion-attach-daemon = a b", "warning: legion-attach-daemon is not supported"),
    ]

    @Test("each", arguments: mistakes)
    func mistake(line: String, says: String) {
        let problems = settings("[uwsgi]\n; one line is wrong\n\(line)\nmaster = true\n").problems
        #expect(problems.contains { $0.hasPrefix("site.ini:3: ") && $0.contains(says) }, "\(problems)")
    }

    @Test(
        "each at its column, the key's or the value's",
        arguments: [
            ("vaccum = 1", 1), ("   vaccum = 1", 4), ("processes =  many", 14), ("\tprocesses=many", 12),
            ("gevent = 1", 1),
        ])
    func column(line: String, column: Int) {
        let evaluation = evaluate("[uwsgi]\n\(line)\n")
        let problems = evaluation.problems + Settings.make(from: evaluation).problems
        #expect(problems.map(\.column) == [column])
    }

    @Test("a section that is spelt another way is an error", arguments: ["[Uwsgi]", "[ uwsgi ]"])
    func section(header: String) {
        let problems = settings("\(header)\nmodule = app\n").problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("site.ini:1: error: no section [uwsgi] in site.ini") == true)
        #expect(problems.first?.contains("write [uwsgi]") == true)
    }

    @Test(
        "a file without options is none, since the emperor may give them all",
        arguments: ["", "; nothing\n", "[uwsgi]\n"])
    func empty(text: String) {
        #expect(settings(text).problems == ["site.ini:1: warning: there are no options in site.ini"])
    }

    @Test("strict makes unknown options errors, those above it too")
    func strict() {
        let problems = settings("[uwsgi]\nvaccum = 1\nstrict = true\nbase = /x\nchdir = %(base)\nset-ph = mine=1\n")
            .problems
        #expect(problems.count == 2)
        #expect(
            problems.first
                == "site.ini:2: error: there is no option vaccum, and strict is on; did you mean vacuum? (column 1)")
        #expect(problems.last?.hasPrefix("site.ini:4: error: there is no option base") == true)
    }

    @Test("a key that a placeholder uses is none")
    func variables() {
        #expect(settings("[uwsgi]\nbase = /srv\nchdir = %(base)/x\nif-opt = flag\nendif\nflag = 1\n").problems.isEmpty)
    }

    @Test("what the emperor and the environment set is none")
    func foreignKeys() {
        var world = TestWorld()
        world.variables = [("UWSGI_WHATEVER", "1")]
        #expect(settings("[uwsgi]\nmaster = true\n", world).problems.isEmpty)
    }

    @Test("an option that is switched off is none", arguments: ["vhost = false", "log-4xx = 0", "cheap = off"])
    func switchedOff(line: String) {
        #expect(settings("[uwsgi]\n\(line)\n").problems.isEmpty)
    }
}
