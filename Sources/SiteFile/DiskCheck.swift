import Kernel
import Options

/// Looks for the files, directories and users that settings name.
struct DiskCheck {
    let settings: Settings
    let evaluation: Evaluation
    let surroundings: LiveSurroundings
    var problems: [Problem] = []

    init(settings: Settings, evaluation: Evaluation, surroundings: LiveSurroundings) {
        self.settings = settings
        self.evaluation = evaluation
        self.surroundings = surroundings
    }

    mutating func run() {
        checkDirectory()
        checkPython()
        checkApp()
        checkBacklog()
        checkSockets()
        checkWrittenFiles()
        checkAccounts()
    }

    private mutating func checkDirectory() {
        guard let directory = settings.app.directory else { return }
        switch look(at: surroundings.absolute(directory)) {
        case .found(.directory): break
        case .found: error("chdir", "\(directory) is not a directory")
        case .missing: error("chdir", "there is no directory \(directory)")
        case .unreadable(let reason): error("chdir", "cannot look at \(directory): \(reason)")
        }
    }

    private mutating func checkApp() {
        guard let file = settings.app.file else { return }
        let path = fromSite(file)
        switch look(at: path) {
        case .found(.regular): break
        case .found: error("wsgi-file", "\(path) is not a file")
        case .missing: report("wsgi-file", "there is no file \(path)", settings.needsApp ? .error : .warning)
        case .unreadable(let reason): error("wsgi-file", "cannot look at \(path): \(reason)")
        }
    }

    private mutating func checkBacklog() {
        let largest = Int(largestBacklog())
        guard let backlog = settings.sockets.backlog, backlog > largest else { return }
        report(
            "listen", "\(backlog) is more than this machine allows; \(largest) is used (net.core.somaxconn)", .warning)
    }

    private mutating func checkSockets() {
        for listen in settings.sockets.listens {
            guard case .unix(let name) = listen.address, !settings.sockets.abstract else { continue }
            let path = fromSite(name)
            if name.utf8.count > Kernel.SocketAddress.longestPath {
                problems.append(
                    Problem(
                        .error, at: listen.origin,
                        "\(listen.option) = \(name) is \(name.utf8.count) bytes long; a socket's path has at most "
                            + "\(Kernel.SocketAddress.longestPath)"))
            }
            requireParent(of: path, listen.option, listen.origin)
        }
    }

    /// pidfile and logto are opened where the master starts, the others after chdir.
    private mutating func checkWrittenFiles() {
        let early = [
            ("pidfile", settings.files.pidfile), ("safe-pidfile", settings.files.safePidfile),
            ("logto", settings.logs.file), ("daemonize", settings.logs.daemonize),
        ]
        for (option, file) in early {
            if let file { requireParent(of: surroundings.absolute(file), option, evaluation.origin(of: option)) }
        }
        let late = [
            ("pidfile2", settings.files.pidfileOfUser), ("safe-pidfile2", settings.files.safePidfileOfUser),
            ("logto2", settings.logs.fileOfUser),
        ]
        for (option, file) in late {
            if let file { requireParent(of: fromSite(file), option, evaluation.origin(of: option)) }
        }
    }

    private mutating func requireParent(of path: String, _ option: String, _ origin: Origin?) {
        guard let parent = parentDirectory(of: path) else { return }
        switch look(at: parent) {
        case .found(.directory): break
        case .found: problems.append(Problem(.error, at: origin, "\(option): \(parent) is not a directory"))
        case .missing: problems.append(Problem(.error, at: origin, "\(option): there is no directory \(parent)"))
        case .unreadable(let reason):
            problems.append(Problem(.error, at: origin, "\(option): cannot look at \(parent): \(reason)"))
        }
    }

    private mutating func checkAccounts() {
        if case .name(let name)? = settings.identity.user, user(named: name) == nil {
            error("uid", "there is no user \(name)")
        }
        if case .name(let name)? = settings.identity.group, groupID(named: name) == nil {
            error("gid", "there is no group \(name)")
        }
        for case .name(let name) in settings.identity.additionalGroups where groupID(named: name) == nil {
            error("add-gid", "there is no group \(name)")
        }
        if let owner = settings.sockets.owner { checkOwner(owner) }
    }

    private mutating func checkOwner(_ owner: Owner) {
        if case .name(let name)? = owner.user, user(named: name) == nil {
            error("chown-socket", "there is no user \(name)")
        }
        if case .name(let name)? = owner.group, groupID(named: name) == nil {
            error("chown-socket", "there is no group \(name)")
        }
    }

    /// A path counted from the directory that the site runs in.
    func fromSite(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory = settings.app.directory else { return surroundings.absolute(path) }
        return surroundings.absolute(directory) + "/" + path
    }

    mutating func error(_ option: String, _ text: String) {
        report(option, text, .error)
    }

    private mutating func report(_ option: String, _ text: String, _ severity: Problem.Severity) {
        problems.append(Problem(severity, at: evaluation.origin(of: option), "\(option): \(text)"))
    }

    enum Sight {
        case found(FileFacts.Kind)
        case missing
        case unreadable(String)
    }

    func look(at path: String) -> Sight {
        do {
            return try FileFacts(path: path).map { .found($0.kind) } ?? .missing
        } catch {
            return .unreadable(error.reason)
        }
    }
}
