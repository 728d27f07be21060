import Options
import Testing

@Suite("Settings")
struct SettingsTests {
    @Test("have these defaults")
    func defaults() {
        let made = settings("[uwsgi]\nmodule = app\n")
        #expect(made.problems.isEmpty)
        #expect(made.settings.wantsDefaultSocket)
        #expect(made.settings.needsApp)
        #expect(made.settings.requests.bufferSize == 65536)
        #expect(made.settings.requests.socketTimeout == 30)
        #expect(made.settings.lifecycle.workerMercy == 60)
        #expect(made.settings.lifecycle.startTimeout == 300)
        #expect(made.settings.workers.count == 1)
        #expect(made.settings.sockets.backlog == nil)
    }

    @Test("take harakiri and its kin")
    func harakiri() {
        let text = """
            harakiri = 30
            harakiri-verbose = true
            harakiri-graceful-timeout = 5
            harakiri-graceful-signal = 10
            harakiri-queue-threshold = 7
            harakiri-no-arh = true

            """
        let made = settings("[uwsgi]\n" + text)
        #expect(made.problems.isEmpty)
        let requests = made.settings.requests
        #expect(requests.harakiri == 30)
        #expect(requests.harakiriDetails.isVerbose)
        #expect(requests.harakiriDetails.gracefulTimeout == 5)
        #expect(requests.harakiriDetails.gracefulSignal == 10)
        #expect(requests.harakiriDetails.queueThreshold == 7)
        #expect(settings("[uwsgi]\nharakiri = 0\n").settings.requests.harakiri == nil)
    }

    @Test("of daemons only need no application, and get no socket")
    func daemonsOnly() {
        let made = settings("[uwsgi]\nmaster = true\n").settings
        #expect(!made.needsApp)
        #expect(!made.wantsDefaultSocket)
    }

    @Test(
        "know addresses",
        arguments: [
            (":8000", .tcp(host: "", port: 8000)), ("127.0.0.1:0", .tcp(host: "127.0.0.1", port: 0)),
            ("[::1]:80", .tcp(host: "::1", port: 80)), ("*:80", .tcp(host: "", port: 80)),
            ("localhost:65535", .tcp(host: "localhost", port: 65535)), ("/run/a b.sock", .unix(path: "/run/a b.sock")),
            ("run/x.sock", .unix(path: "run/x.sock")), ("@blog", .abstract(name: "blog")),
            ("\\0blog", .abstract(name: "blog")),
            ("/run/a:b.sock", .unix(path: "/run/a:b.sock")),
        ] as [(String, ListenAddress)])
    func addresses(text: String, address: ListenAddress) {
        #expect(settings("[uwsgi]\nsocket = \(text)\n").settings.sockets.listens.map(\.address) == [address])
    }

    @Test("know what is spoken where")
    func dialects() {
        let text = "[uwsgi]\nsocket=a\nuwsgi-socket=b\nhttp-socket=c\nhttp11-socket=d\nhttp=e\nprotocol=http\n"
        let listens = settings(text).settings.sockets.listens
        #expect(listens.map(\.dialect) == [.http, .uwsgi, .http, .httpKeepAlive, .httpKeepAlive])
        #expect(listens.map(\.option) == ["socket", "uwsgi-socket", "http-socket", "http11-socket", "http"])
        #expect(listens.last?.origin.description == "site.ini:6")
    }

    @Test("know how the log is kept and how often memory is looked at")
    func logAndMemory() {
        let unsaid = settings("[uwsgi]\n").settings
        #expect((unsaid.logs.date, unsaid.logs.longest, unsaid.logs.kept) == (nil, nil, 10))
        #expect(unsaid.limits.memoryInterval == 3)
        let said = settings("[uwsgi]\nlog-maxsize=1m\nlog-keep=0\nmem-collector-freq=7\nevil-reload-on-as=1\n").settings
        #expect((said.logs.longest, said.logs.kept) == (1 << 20, 0))
        #expect((said.limits.memoryInterval, said.limits.killAboveAddressSpace) == (7, 1 << 20))
    }

    @Test(
        "know what begins a line of the log",
        arguments: [
            ("log-date", ""), ("log-date = true", ""), ("logdate = on", ""), ("log-date = off", nil),
            ("log-prefix = blog", "blog"), ("log-date = %%H:%%M", "%H:%M"),
        ] as [(String, String?)])
    func logDates(line: String, form: String?) {
        #expect(settings("[uwsgi]\n\(line)\n").settings.logs.date == form)
    }

    @Test(
        "read flags as uWSGI does",
        arguments: [
            ("", true), ("= true", true), ("= 1", true), ("= YES", true), ("= false", false), ("= False", false),
            ("= 0", false),
            ("= off", false), ("= no", false), ("= nope", true), ("= 00", true), ("= false ; no", true),
            ("= true ; yes", true),
        ])
    func flags(text: String, expected: Bool) {
        #expect(settings("[uwsgi]\nvacuum \(text)\n").settings.files.vacuum == expected)
    }

    @Test(
        "read sizes with and without a unit",
        arguments: [("512", 512 << 20), ("64k", 64 << 10), ("1g", 1 << 30), ("2 MB", 2 << 20), ("2560;x", 2560 << 20)])
    func megabytes(text: String, bytes: Int) {
        #expect(settings("[uwsgi]\nlimit-as = \(text)\n").settings.limits.addressSpace == bytes)
    }

    @Test(
        "read times with and without a unit",
        arguments: [("30", 30), ("30s", 30), ("5m", 300), ("1 hour", 3600), ("2d", 172800)])
    func seconds(text: String, seconds: Int) {
        #expect(settings("[uwsgi]\nsocket-timeout = \(text)\n").settings.requests.socketTimeout == seconds)
    }

    @Test(
        "read modes",
        arguments: [("= 660", 0o660), ("= 0664", 0o664), ("= 1", 0o666), ("= 777", 0o777)] as [(String, UInt32)])
    func modes(text: String, mode: UInt32) {
        #expect(settings("[uwsgi]\nchmod-socket \(text)\n").settings.sockets.mode == mode)
    }

    @Test("read users, groups and owners")
    func accounts() {
        let made = settings(
            "[uwsgi]\nuid = www-data\ngid = 33\nadd-gid = adm\nadd-gid=4\nchown-socket = root:33\nno-initgroups\n")
        #expect(made.problems.isEmpty)
        #expect(made.settings.identity.user == .name("www-data"))
        #expect(made.settings.identity.group == .number(33))
        #expect(made.settings.identity.additionalGroups == [.name("adm"), .number(4)])
        #expect(made.settings.sockets.owner?.user == .name("root"))
        #expect(made.settings.sockets.owner?.group == .number(33))
        #expect(!made.settings.identity.takesUsersGroups)
    }

    @Test("keep free text whole")
    func freeText() {
        let made = settings("[uwsgi]\nenv = A=x; y # z\nenv = B=p=q\nunenv = C\npyargv = -c  conf ; x\n")
        #expect(made.problems.isEmpty)
        #expect(
            made.settings.app.environment == [
                .set(name: "A", value: "x; y # z"), .set(name: "B", value: "p=q"), .remove(name: "C"),
            ])
        #expect(made.settings.app.arguments == ["-c", "conf", ";", "x"])
    }

    @Test("the last scalar counts, under whichever name, and every item of a list")
    func repetition() {
        let made = settings(
            "[uwsgi]\nworkers = 2\nprocesses = 3\npp = /a\npythonpath = /b\ntouch-reload=/x\ntouch-reload=/y\n"
        ).settings
        #expect(made.workers.count == 3)
        #expect(made.app.pythonPath == ["/a", "/b"])
        #expect(made.files.touchReload == ["/x", "/y"])
    }

    @Test("a reload for files and modules is asked for under each spelling, and not with 0 seconds")
    func filesAndModules() {
        for spelling in ["py-autoreload", "py-auto-reload", "python-autoreload", "python-auto-reload"] {
            #expect(settings("[uwsgi]\n\(spelling) = 2\n").settings.app.reloadsModules)
            #expect(!settings("[uwsgi]\n\(spelling) = 0\n").settings.app.reloadsModules)
        }
        let made = settings(
            "[uwsgi]\npy-auto-reload-ignore = a.b\npy-auto-reload-ignore = c\nfs-reload = /x\nfs-brutal-reload = /y\n"
        ).settings
        #expect(made.app.modulesNotReloaded == ["a.b", "c"])
        #expect(made.files.fileReload == ["/x", "/y"])
    }

    @Test("of the emperor come from its own options")
    func emperor() {
        let evaluation = evaluate(
            "[uwsgi]\nemperor = /etc/v\nvassal-set = home=/v\nvassal-set = processes=2\nprocesses = 9\nrun-dir = /r\n")
        let made = Settings.make(from: evaluation, for: .emperor)
        #expect(made.settings.emperor.sources == ["/etc/v"])
        #expect(made.settings.emperor.defaults.map(\.key) == ["home", "processes"])
        #expect(made.settings.emperor.runDirectory == "/r")
        #expect(
            made.problems.map(\.description) == [
                "site.ini:5: warning: processes is an option of a site's; the emperor ignores it (column 1)"
            ])
    }

    @Test("an application that nobody would serve is an error")
    func noProcesses() {
        #expect(
            settings("[uwsgi]\nmodule = app\nprocesses = 0\n").problems.first?.hasPrefix(
                "site.ini:3: error: processes = 0") == true)
    }
}

/// The two files of a widely read guide, as they stand there, with other paths.
@Suite("A guide's files")
struct GuideTests {
    static let first = """
        [uwsgi]
        master=true      
        socket=127.0.0.1:8000
        home=/opt/env/collector; set PYTHONHOME/virtualenv
        processes=4      
        socket-timeout=300;为所有的socket操作设置内部超时时间（默认4秒
        reload-mercy=10;设置在平滑的重启（直到接收到的请求处理完才重启）一个工作子进程中，等待这个工作结束的最长秒数
        vacuum=true;当服务器退出的时候自动删除unix socket文件和pid文件
        max-requests=1000;当一个工作进程处理的请求数达到这个值，那么该工作进程就会被回收重用（重启）
        limit-as=1024 ;通过使用POSIX/UNIX的setrlimit()函数来限制每个uWSGI进程的虚拟内存使用数
        listen=2024;设置socket的监听队列大小（默认:100）
        buffer-size=30000; 设置用于uwsgi包解析的内部缓存区大小,默认是4k.
        daemonize=/var/log/uwsgi.log
        memory-report=true
        chdir=/srv/collector ; chdir to specified directory before apps loading
        module=wsgi;加载指定的python WSGI模块. probably the mysite.wsgi module that startproject creates.
        """

    @Test("the first means what its author meant")
    func collector() {
        let (made, problems) = settings(Self.first)
        #expect(made.sockets.listens.map(\.address) == [.tcp(host: "127.0.0.1", port: 8000)])
        #expect(made.app.home == "/opt/env/collector")
        #expect(made.app.directory == "/srv/collector")
        #expect(made.app.module == "wsgi")
        #expect(made.workers.count == 4)
        #expect(made.workers.maxRequests == 1000)
        #expect(made.requests.socketTimeout == 300)
        #expect(made.requests.bufferSize == 30000)
        #expect(made.lifecycle.reloadMercy == 10)
        #expect(made.limits.addressSpace == 1024 << 20)
        #expect(made.sockets.backlog == 2024)
        #expect(made.files.vacuum)
        #expect(made.logs.daemonize == "/var/log/uwsgi.log")
        #expect(made.logs.memory)
        let lines = [4, 6, 7, 8, 9, 10, 11, 12, 15, 16]
        #expect(problems.count == lines.count)
        for (problem, line) in zip(problems, lines) { #expect(problem.hasPrefix("site.ini:\(line): warning: ")) }
    }

    @Test("the second gets the default socket")
    func project() {
        let text = """
            [uwsgi]
            chdir=/srv/project
            module=mysite.wsgi:application
            master=True
            pidfile=/tmp/project-master.pid
            vacuum=True
            max-requests=5000
            daemonize=/var/log/project.log
            """
        let (made, problems) = settings(text)
        #expect(problems.isEmpty)
        #expect(made.wantsDefaultSocket)
        #expect(made.app.module == "mysite.wsgi:application")
        #expect(made.files.pidfile == "/tmp/project-master.pid")
        #expect(made.workers.maxRequests == 5000)
    }

    @Test("hold the requests that warm an application up, in order")
    func warmUps() {
        let made = settings("[uwsgi]\nmodule = app\nwarm-up = /\nwarm-up = example.org/a?b=c\n")
        #expect(made.settings.app.warmUps == ["/", "example.org/a?b=c"])
        #expect(made.problems.isEmpty)
    }
}
