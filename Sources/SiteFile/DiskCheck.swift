import Kernel
import Options

/// Looks for the files, directories and users that settings name, with the eyes of whom the site runs as.
struct DiskCheck {
    let settings: Settings
    let evaluation: Evaluation
    let surroundings: LiveSurroundings
    /// Whom the site runs as, where that is somebody else and we can look as he would.
    private(set) var identity: Identity?
    /// The site runs as somebody else, and we cannot look as he would: what we may not see, he may.
    private(set) var seesLess = false
    private(set) var problems: [Problem] = []

    init(settings: Settings, evaluation: Evaluation, surroundings: LiveSurroundings) {
        self.settings = settings
        self.evaluation = evaluation
        self.surroundings = surroundings
    }

    mutating func run() {
        checkAccounts()
        checkDirectory()
        checkPython()
        checkApp()
        checkBacklog()
        checkSockets()
        checkWrittenFiles()
        checkReadFiles()
        checkServedFiles()
        checkSources()
        checkBeside()
    }

    /// Takes note of whom the site runs as.
    private mutating func checkAccounts() {
        let wanted = settings.identity
        checkAccount("uid") { () throws(AccountProblem) in try wanted.user.map(Accounts.uid) }
        checkAccount("gid") { () throws(AccountProblem) in try wanted.group.map(Accounts.gid) }
        for group in wanted.additionalGroups {
            checkAccount("add-gid") { () throws(AccountProblem) in try Accounts.gid(of: group) }
        }
        if let owner = settings.sockets.owner {
            checkAccount("chown-socket") { () throws(AccountProblem) in try owner.user.map(Accounts.uid) }
            checkAccount("chown-socket") { () throws(AccountProblem) in try owner.group.map(Accounts.gid) }
        }
        do throws(AccountProblem) {
            identity = try Accounts.identity(wanted)
        } catch {
            seesLess = true
        }
    }

    private mutating func checkAccount(_ option: String, _ look: () throws(AccountProblem) -> UInt32?) {
        do throws(AccountProblem) {
            _ = try look()
        } catch {
            self.error(option, "\(error)")
        }
    }

    private mutating func checkBacklog() {
        let largest = Int(largestBacklog())
        guard let backlog = settings.sockets.backlog, backlog > largest else { return }
        report(
            .warning, "listen",
            "\(backlog) is more than this machine allows; \(largest) is used (net.core.somaxconn)",
            uwsgi: "ends with an error for TCP, and cuts it in silence for unix sockets")
    }

    // MARK: - Saying it

    mutating func error(_ option: String, _ text: String) {
        report(.error, option, text)
    }

    mutating func warning(_ option: String, _ text: String) {
        report(.warning, option, text)
    }

    /// What we may not see is an error only where the site would not see it either.
    mutating func unreadable(_ option: String, _ text: String) {
        report(
            seesLess ? .warning : .error, option,
            text + (seesLess ? "; whom the site runs as may, ask again as root" : ""))
    }

    mutating func report(
        _ severity: Problem.Severity, _ option: String, at origin: Origin? = nil, _ text: String, uwsgi: String? = nil,
        suggestion: String? = nil
    ) {
        let place = origin ?? evaluation.origin(of: option)
        problems.append(
            Problem(severity, at: place, "\(option): \(text)", uwsgi: uwsgi, suggestion: suggestion))
    }

    /// The site's user, for people.
    var userText: String { identity.map { "uid \($0.uid)" } ?? "uid \(Identity.current.uid)" }
}
