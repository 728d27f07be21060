import Protocol
import Testing

@testable import Options
@testable import Vassal

/// What becomes of settings on their way to the workers.
@Suite("A plan")
struct PlanTests {
    private func plan(_ change: (inout Settings) -> Void) -> Plan {
        var settings = Settings()
        change(&settings)
        return Plan(
            site: "blog", settings: settings, revision: "a", directory: "/srv", defaultSocket: nil, warnings: [])
    }

    @Test("tells of which requests there is a line")
    func exceptions() {
        let lines = plan {
            $0.logs.requests = false
            $0.logs.memory = true
            $0.logs.microseconds = true
            $0.logs.forwardedFor = true
            $0.logs.exceptions.slow = 1
            $0.logs.exceptions.big = 2
        }.requestLines
        #expect(!lines.ofAll && lines.memory && lines.microseconds && lines.forwardedFor)
        #expect(lines.exceptions.slow == 1 && lines.exceptions.big == 2)
        #expect(plan { $0.logs.exceptions.clientErrors = true }.requestLines.exceptions.clientErrors)
        #expect(plan { $0.logs.exceptions.serverErrors = true }.requestLines.exceptions.serverErrors)
        #expect(plan { $0.logs.exceptions.empty = true }.requestLines.exceptions.empty)
        #expect(plan { $0.logs.exceptions.failures = true }.requestLines.exceptions.failures)
        #expect(plan { $0.logs.exceptions.files = true }.requestLines.exceptions.files)
    }

    @Test("tells the form of lines, and of its date only where that is asked for")
    func format() {
        let lines = plan {
            $0.logs.format = "%(uri)"
            $0.logs.formatsDate = true
            $0.logs.date = "%Y"
        }.requestLines
        #expect(lines.format == "%(uri)")
        #expect(lines.dateFormat == "%Y")
        #expect(plan { $0.logs.date = "%Y" }.requestLines.dateFormat == nil)
        let usual = plan {
            $0.logs.formatsDate = true
            $0.logs.date = ""
        }.requestLines
        #expect(usual.dateFormat == nil)
    }

    @Test("tells how long clients are waited for")
    func times() {
        let times = plan {
            $0.requests.socketTimeout = 1
            $0.requests.sendTimeout = 2
            $0.requests.httpTimeout = 3
            $0.requests.httpHeadTimeout = 4
            $0.requests.keepAliveTimeout = 5
        }.clientTimes
        #expect(
            times.socket == 1 && times.sending == 2 && times.http == 3 && times.httpHead == 4 && times.httpIdle == 5)
        #expect(plan { $0.requests.keepAliveTimeout = 1 }.clientTimes.httpIdle == nil)
        #expect(plan { $0.requests.keepAliveTimeout = 0 }.clientTimes.httpIdle == 0)
    }

    @Test("tells what is mounted where")
    func mounts() {
        let order = plan {
            $0.app.mounts = [Mapping(key: "/a", value: "a:app")]
            $0.app.managesScriptName = true
            $0.app.fallsBack = false
        }.appOrder
        #expect(order.mounts == [.init(point: "/a", app: "a:app")])
        #expect(order.managesScriptName && !order.fallsBack && order.needApp)
    }

    @Test("tells which modules there are besides, and where the app goes on")
    func modules() {
        let order = plan {
            $0.app.imports = ["a"]
            $0.app.sharedImports = ["b"]
            $0.app.moduleAliases = [Mapping(key: "c", value: "d")]
            $0.app.lateModuleAliases = [Mapping(key: "e", value: "f")]
            $0.app.directory = "/srv/app"
            $0.app.directoryAfterLoad = "after"
        }.appOrder
        #expect(order.modules.imports == ["a"])
        #expect(order.modules.shared == ["b"])
        #expect(order.modules.aliases == [.init(name: "c", module: "d")])
        #expect(order.modules.lateAliases == [.init(name: "e", module: "f")])
        #expect(order.directoryAfterLoad == "/srv/app/after")
    }

    @Test("watches the modules that reload it, and asks for them, only where it is told to")
    func autoreload() {
        let modules = [("app", "app.py"), ("b", "/lib/b.py"), ("c", "/lib/c.py")].map {
            LoadedModule(name: $0.0, path: $0.1)
        }
        let off = plan { $0.app.directory = "/srv/app" }
        #expect(!off.appOrder.tellsModules && off.watchedModules(modules).isEmpty)
        let on = plan {
            $0.app.directory = "/srv/app"
            $0.app.reloadsModules = true
            $0.app.modulesNotReloaded = ["c"]
        }
        #expect(on.appOrder.tellsModules)
        let files = on.watchedModules(modules)
        #expect(files.map(\.path) == ["/lib/b.py", "/srv/app/app.py"])
        #expect(files.flatMap(\.watchedPaths) == ["/lib", "/lib", "/srv/app", "/srv/app"])
    }

    @Test("watches the files that it names, but not its own where the emperor does")
    func files() {
        var plan = plan {
            $0.files.touchReload = ["a", "/b.ini"]
            $0.files.fileReload = ["/c"]
            $0.files.touchLogReopen = ["/d"]
            $0.files.touchLogRotate = ["/e"]
        }
        let all = plan.watchedFiles
        #expect(all.map(\.path) == ["/srv/a", "/b.ini", "/c", "/d", "/e"])
        #expect(all.map(\.wish) == [.reload, .reload, .reload, .reopenLog, .rotateLog])
        #expect(all.map(\.aspect) == [.time, .time, .everything, .time, .time])
        plan.emperorsFile = "/nonexistent"
        #expect(plan.watchedFiles == all)
    }

    @Test("tells what is done to answers")
    func answers() {
        let order = plan {
            $0.requests.addedHeaders = [Mapping(key: "X", value: "y")]
            $0.requests.removedHeaders = ["Server"]
            $0.requests.showsExceptions = true
        }.appOrder
        #expect(order.addedHeaders == [.init(name: "X", value: "y")])
        #expect(order.removedHeaders == ["Server"])
        #expect(order.showsExceptions)
    }
}
