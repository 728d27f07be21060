import Testing

@testable import Options

/// Values that have a form of their own: daemons, commands at times, hooks.
@Suite struct BesideFormTests {
    // MARK: - Daemons

    @Test func keysOfADaemon() throws {
        let text =
            "cmd=celery -A shop worker -l info\\,debug,pidfile=/run/c.pid,freq=3,control=1,daemonize=1,touch=a;b,"
            + "stopsignal=3,reloadsignal=1,stdin=1,uid=33,gid=34,chdir=/srv,max_throttle=60,notifypid=1,mercy=90"
        let form = DaemonForms.keyed(text)
        #expect(form.problems == [])
        let daemon = try #require(form.value)
        #expect(daemon.command == "celery -A shop worker -l info,debug")
        #expect(daemon.pidfile == "/run/c.pid" && daemon.patience == 3)
        #expect(daemon.isControl && daemon.isPutIntoBackground && daemon.readsInput && daemon.isToldOfReloads)
        #expect(daemon.touches == ["a", "b"])
        #expect(daemon.stopSignal == 3 && daemon.reloadSignal == 1)
        #expect(daemon.user == 33 && daemon.group == 34 && daemon.directory == "/srv")
        #expect(daemon.longestDelay == 60 && daemon.mercy == 90)
    }

    @Test(arguments: ["cmd", "command", "exec"]) func aCommandHasThreeNames(_ key: String) {
        #expect(DaemonForms.keyed("\(key)=beat").value?.command == "beat")
    }

    @Test func aSmartDaemonHasAPidfile() {
        let plain = DaemonForms.smart("/tmp/m.pid memcached -d -u www", isPutIntoBackground: false).value
        #expect(plain?.pidfile == "/tmp/m.pid" && plain?.command == "memcached -d -u www" && plain?.patience == 10)
        let timed = DaemonForms.smart("/tmp/m.pid,30  memcached", isPutIntoBackground: true).value
        #expect(timed?.patience == 30 && timed?.isPutIntoBackground == true && timed?.command == "memcached")
    }

    @Test(arguments: [
        ("pidfile=/x", "has no command"), ("cmd=", "has no command"), ("cmd=a,stopsignal=TERM", "has stopsignal=TERM"),
        ("cmd=a,stopsignal=0", "has stopsignal=0"), ("cmd=a,uid=www-data", "has uid=www-data"),
        ("cmd=a,daemonize=1", "has daemonize without pidfile"), ("cmd=a,legion=x", "has legion"),
    ]) func wrongKeysOfADaemonAreErrors(_ text: String, _ problem: String) {
        let form = DaemonForms.keyed(text)
        #expect(form.value == nil)
        #expect(form.problems.contains { $0.severity == .error && $0.text.hasPrefix(problem) }, "\(form.problems)")
    }

    @Test(arguments: [
        ("cmd=a,stopsignl=3", "has the key stopsignl, which there is not; did you mean stopsignal?"),
        ("cmd=a,control=0", "has control=0, which is read as false"),
        ("cmd=a,daemonize", "has daemonize without a value"),
        ("cmd=a,ns_pid=1", "has ns_pid"), ("cmd=sh -c a,b", "has b without a value"),
    ]) func doubtfulKeysOfADaemonAreTold(_ text: String, _ problem: String) {
        let form = DaemonForms.keyed(text)
        #expect(form.value != nil)
        #expect(form.problems.contains { $0.severity == .warning && $0.text.hasPrefix(problem) }, "\(form.problems)")
    }

    // MARK: - Commands at times

    @Test func aCommandAtTimes() throws {
        let cron = try #require(CronForms.plain("0  -3 -1 12 7  /bin/sync  now", isUnique: true).value)
        #expect([cron.minute, cron.hour, cron.day, cron.month, cron.weekday] == [0, -3, -1, 12, 7])
        #expect(cron.command == "/bin/sync  now" && cron.isUnique && cron.harakiri == nil)
    }

    @Test func keysOfACommandAtTimes() throws {
        let form = CronForms.keyed("minute=5,week=7,unique=1,harakiri=0 manage.py clear --days=3")
        let cron = try #require(form.value)
        #expect([cron.minute, cron.hour, cron.day, cron.month, cron.weekday] == [5, -1, -1, -1, 7])
        #expect(cron.isUnique && cron.harakiri == 0 && cron.command == "manage.py clear --days=3")
        #expect(CronForms.keyed("sync").value == CronSettings(command: "sync"))
        #expect(CronForms.keyed("sync now a=b").value?.command == "sync now a=b")
    }

    @Test(arguments: [
        ("0 0 * * * date", "has * for the day: write -1 for all"),
        ("*/5 -1 -1 -1 -1 x", "has */5 for the minute: write -5"),
        ("0 0 -1 -1 date", "is not of the form"), ("1,31 -1 -1 -1 -1 x", "has 1,31 for the minute"),
    ]) func wrongTimesAreErrors(_ text: String, _ problem: String) {
        let form = CronForms.plain(text, isUnique: false)
        #expect(form.value == nil)
        #expect(form.problems.first?.text.hasPrefix(problem) == true, "\(form.problems)")
    }

    @Test func aTimeThatNeverComesIsTold() {
        let form = CronForms.plain("60 24 32 13 8 date", isUnique: false)
        #expect(form.value != nil)
        #expect(form.problems.map(\.severity) == Array(repeating: .warning, count: 5))
    }

    @Test(arguments: ["minute=5", "", "minute=x date", "legion=a date", "harakiri=-1 date"])
    func wrongKeysOfACommandAreErrors(_ text: String) {
        #expect(CronForms.keyed(text).value == nil)
    }

    // MARK: - Hooks

    @Test func hooksAreReadAsUWSGIReadsThem() {
        #expect(HookForms.hook("exec:make all").value == .exec("make all", isSafe: false))
        #expect(HookForms.hook("!safeexec:secret").value == .exec("secret", isSafe: true))
        #expect(HookForms.hook("print:a:b").value == .log("a:b"))
        #expect(HookForms.hook("unix_signal:15 gracefully_kill_them_all").problems == [])
        #expect(HookForms.hook("putenv:A=b=c").value == .setVariable(name: "A", value: "b=c"))
        guard case .script(_, let arguments)? = HookForms.hook("writen:/tmp/f  two words").value else {
            Issue.record("no script")
            return
        }
        #expect(arguments == ["/tmp/f", " two words"])
    }

    @Test(arguments: [
        "mkdir", "nothing:x", "mkdir:", "write:/tmp/x", "chmod:/x", "chown:/x www", "putenv:A", "mount:proc none /proc",
    ]) func wrongHooksAreErrors(_ text: String) {
        #expect(HookForms.hook(text).value == nil)
    }

    @Test(arguments: ["call:foo", "alarm:a b", "unix_signal:10 dump", "rpc:x"]) func hooksThatDoNothingAreTold(
        _ text: String
    ) {
        #expect(HookForms.hook(text).value == .nothing)
        #expect(HookForms.hook(text).problems.map(\.severity) == [.warning])
    }

    @Test func whatChangesTheStartIsLateAfterIt() {
        #expect(HookForms.hook("cd:/srv", at: .preApp).value == .changeDirectory("/srv"))
        #expect(HookForms.hook("cd:/srv", at: .postFork).problems.map(\.severity) == [.warning])
    }

    @Test func aTouchedFileHasACommand() {
        #expect(
            HookForms.touchExec("/tmp/t make  all").value
                == TouchSettings(path: "/tmp/t", action: .exec("make  all", isSafe: false)))
        #expect(HookForms.touchExec("/tmp/t").value == nil)
        #expect(HookForms.hookTouch("/tmp/t exec:make").value?.action == .exec("make", isSafe: false))
    }
}
