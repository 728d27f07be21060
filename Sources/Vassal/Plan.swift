import Kernel
import Options
import Protocol
import SiteFile

/// Everything that a generation is started from: the settings of one version of the ini, and where it stands.
struct Plan: Equatable {
    let site: String
    let settings: Settings
    /// The version of the configuration, as the emperor names it.
    let revision: String
    /// Relative paths count from here.
    let directory: String
    /// Where the site's default socket is; nil where there is no emperor.
    let defaultSocket: String?
    /// What `check` would warn about, one line each.
    let warnings: [String]
    /// What the settings were read from, so that they can be explained.
    var sources: [IniLanguage.Source] = []
    /// Files that the site's own includes.
    var filesRead: [String] = []
    /// The ini, where the emperor reads and watches it.
    var emperorsFile: String?
    /// Whether that belongs to root, and nobody else may write it.
    var isRoots = false

    var processes: Int { max(1, settings.workers.count) }
    /// How many of them run.
    var scaling: ScalingRules { ScalingRules(settings) }
    /// Room in the scoreboard: each worker and the one that takes its place, and one that is slow to go.
    var slots: Int { processes * 2 + 1 }
    var startTimeout: Int { settings.lifecycle.startTimeout }
    /// Whether the next generation starts beside the one that serves.
    var overlaps: Bool { settings.lifecycle.overlaps }
    /// The path that a candidate has to answer before it may serve.
    var healthCheck: String? { settings.lifecycle.healthCheck.map { $0.hasPrefix("/") ? $0 : "/" + $0 } }
    var healthTimeout: Int { settings.lifecycle.healthTimeout }
    /// Seconds that a worker has for its requests when a newer one serves, or at a stop.
    var workerMercy: Int { min(settings.lifecycle.workerMercy, settings.lifecycle.reloadMercy ?? .max) }

    /// The directory the app runs in.
    var appDirectory: String { absolute(settings.app.directory ?? directory, from: directory) }

    /// The log that is opened before privileges are dropped, and the one after. Under an emperor, daemonize is a log.
    var logPath: String? { (settings.logs.file ?? settings.logs.daemonize).map { absolute($0, from: directory) } }
    var logPathOfUser: String? { settings.logs.fileOfUser.map { absolute($0, from: directory) } }
    var pidfile: String? {
        (settings.files.pidfile ?? settings.files.safePidfile).map { absolute($0, from: directory) }
    }
    var pidfileOfUser: String? {
        (settings.files.pidfileOfUser ?? settings.files.safePidfileOfUser).map { absolute($0, from: directory) }
    }
    var fifos: [String] { settings.files.masterFifos.map { absolute($0, from: appDirectory) } }

    /// A path of the ini, made absolute.
    func absolute(_ path: String, from base: String) -> String {
        path.hasPrefix("/") ? path : base + "/" + path
    }
}

extension Plan {
    /// Whether a generation of the other plan would be the same as one of this: they may differ in where they were read.
    func equals(_ other: Plan) -> Bool {
        var mine = settings
        var theirs = other.settings
        let listens = mine.sockets.listens.map { "\($0.dialect) \($0.address)" }
        guard listens == theirs.sockets.listens.map({ "\($0.dialect) \($0.address)" }) else { return false }
        mine.sockets.listens = []
        theirs.sockets.listens = []
        let hasDefault = settings.wantsDefaultSocket
        return mine == theirs && directory == other.directory && (!hasDefault || defaultSocket == other.defaultSocket)
    }

    /// Whether a master that gave its privileges up for the other plan can run this one.
    func hasUser(of other: Plan) -> Bool {
        let (mine, theirs) = (settings.identity, other.settings.identity)
        return mine.user == theirs.user && mine.group == theirs.group
            && mine.masterStaysRoot == theirs.masterStaysRoot
    }

    /// The sockets that it asks for, owned by whom the site runs as.
    func wantedSockets(owner: Identity?) throws(StartProblem) -> [WantedSocket] {
        let (uid, gid) = try StartProblem.ofAccounts { () throws(AccountProblem) in
            (try settings.sockets.owner?.user.map(Accounts.uid), try settings.sockets.owner?.group.map(Accounts.gid))
        }
        let backlog = Int32(clamping: settings.sockets.backlog ?? Int(largestBacklog()))
        func wanted(_ address: SocketAddress, _ wire: WireProtocol, _ name: String, _ place: String) -> WantedSocket {
            var isFile = false
            if case .unix = address { isFile = true }
            return WantedSocket(
                address: address, wire: wire, name: name, place: place, backlog: min(backlog, largestBacklog()),
                mode: isFile ? settings.sockets.mode : nil, uid: isFile ? uid ?? owner?.uid : nil,
                gid: isFile ? gid ?? owner?.gid : nil)
        }
        if settings.wantsDefaultSocket, let defaultSocket {
            return [wanted(.unix(path: defaultSocket), .uwsgi, defaultSocket, "the default socket")]
        }
        return settings.sockets.listens.map { listen in
            wanted(
                kernelAddress(listen.address), listen.dialect == .uwsgi ? .uwsgi : .http, listen.text,
                "\(listen.origin)")
        }
    }

    private func kernelAddress(_ address: ListenAddress) -> SocketAddress {
        switch address {
        case .tcp(let host, let port): .tcp(host: host, port: port)
        case .unix(let path): .unix(path: absolute(path, from: appDirectory))
        case .abstract(let name): .abstract(name: name)
        }
    }

    /// What the processes of a generation are called.
    func titles(of generation: Int) -> ProcessTitles {
        var titles = ProcessTitles()
        titles.site = site
        titles.generation = generation
        titles.isAsked = settings.titles.areWanted
        titles.prefix = settings.titles.prefix ?? ""
        titles.append = settings.titles.append ?? ""
        titles.name = settings.titles.name
        titles.master = settings.titles.master
        return titles
    }

    /// What the zygote and its workers are told.
    var appOrder: AppOrder {
        var order = AppOrder()
        order.site = site
        order.module = settings.app.module
        order.wsgiFile = settings.app.file
        order.callable = settings.app.callable
        order.mounts = settings.app.mounts.map { AppOrder.Mount(point: $0.key, app: $0.value) }
        order.managesScriptName = settings.app.managesScriptName
        order.fallsBack = settings.app.fallsBack
        order.modules = extraModules
        order.directoryAfterLoad = settings.app.directoryAfterLoad.map { absolute($0, from: appDirectory) }
        order.pythonPath = settings.app.pythonPath
        order.arguments = settings.app.arguments
        order.lazy = settings.app.lazy
        order.warmUps = settings.app.warmUps
        order.tellsModules = settings.app.reloadsModules
        order.needApp = settings.needsApp
        order.processes = processes
        order.threads = max(1, settings.workers.threads)
        order.bufferSize = settings.requests.bufferSize
        order.maxVariables = settings.requests.maxVariables ?? settings.requests.bufferSize
        order.takesProxyProtocol = settings.requests.takesProxyProtocol
        order.trustedPeers = settings.requests.trustedPeers.map { AppOrder.Network(bytes: $0.bytes, bits: $0.bits) }
        order.times = clientTimes
        order.limitPost = UInt64(settings.requests.maxBody ?? 0)
        order.postBuffering = UInt64(settings.requests.bodyBuffer ?? 65_536)
        order.maxRequests = UInt64(settings.workers.maxRequests ?? 0)
        order.maxRequestsDelta = UInt64(settings.workers.maxRequestsDelta)
        order.minWorkerLifetime = settings.workers.minLifetime
        order.lines = requestLines
        addAnswers(to: &order)
        order.harakiri = harakiri
        order.files = staticFiles
        order.routes = routes
        order.errorPage = settings.requests.errorPage.map { absolute($0, from: appDirectory) }
        return order
    }

    private var harakiri: Harakiri? {
        guard let seconds = settings.requests.harakiri else { return nil }
        let settings = settings.requests.harakiriDetails
        var harakiri = Harakiri(seconds: seconds)
        harakiri.isVerbose = settings.isVerbose
        harakiri.gracefulSeconds = settings.gracefulTimeout
        harakiri.gracefulSignal = Int32(clamping: settings.gracefulSignal)
        harakiri.queueThreshold = settings.queueThreshold
        return harakiri
    }

    /// Limits for the zygote, which its workers inherit.
    var limits: [ResourceLimit] {
        var limits: [ResourceLimit] = []
        if let bytes = settings.limits.addressSpace { limits.append(.addressSpace(bytes: UInt64(bytes))) }
        if let count = settings.limits.processes { limits.append(.processes(UInt64(count))) }
        if let count = settings.limits.descriptors { limits.append(.openFiles(UInt64(count))) }
        return limits
    }
}
