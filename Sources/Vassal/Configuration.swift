import Kernel
import Options
import Protocol
import SiteFile

/// Where a master's configuration comes from, read anew for each generation: the emperor's last order, or the command
/// line and the files that it names.
final class Configuration {
    /// How a reading went.
    enum Reading {
        case plan(Plan)
        /// All errors, one line each, the first one first. A configuration that was understood names what is not there.
        case refused(String, isUnderstood: Bool)
    }

    private(set) var site: String
    private var sources: [IniLanguage.Source]
    private var directory: String
    private var runDirectory: String?
    private var commands = LiveSurroundings.Commands.asOurselves
    private(set) var revision = ""
    private var emperorsFile: String?
    private var isEmperorsOwn = false
    private var isRoots = false

    /// A lone master's: from its command line.
    init(site: String, sources: [IniLanguage.Source], directory: String) {
        self.site = site
        self.sources = sources
        self.directory = directory
    }

    /// The emperor's order is in force from now on. Relative paths count from the ini's directory, where uWSGI's emperor
    /// would have started the site.
    func take(_ order: RunOrder, _ bytes: [UInt8]) {
        sources = IniLanguage.sources(
            of: .bytes(bytes, path: order.path, section: nil), before: order.presets, after: order.afterwards ?? [])
        site = order.site
        directory = parentDirectory(of: order.path) ?? "/"
        runDirectory = order.runDirectory
        emperorsFile = order.path
        isRoots = order.isRoots ?? false
        revision = order.revision
        commands = order.refusesCommands.map { .refused($0) } ?? .asOurselves
        isEmperorsOwn = order.isEmperorsOwn ?? false
        try? changeDirectory(directory)
    }

    private func surroundings(isReload: Bool) -> LiveSurroundings {
        LiveSurroundings(workingDirectory: directory, isReload: isReload, commands: commands)
    }

    /// Every setting of the plan, or without one of what would be read now, and where it comes from.
    func explain(_ plan: Plan?) -> [ExplainedSetting] {
        defer { rest() }
        return SiteFile.explain(
            SiteEvaluation.evaluate(plan?.sources ?? sources, in: surroundings(isReload: plan != nil)))
    }

    /// What reading takes is given back: a master then does little for days.
    private func rest() {
        OptionTable.rest()
        releaseFreeMemory()
    }

    /// Whether a file is what the command line names, rather than one that it includes.
    private func isOwn(_ file: String) -> Bool {
        sources.contains { source in
            switch source {
            case .file(let path), .option("ini", let path?, .argument): path == file || path.hasPrefix(file + ":")
            case .option, .bytes: false
            }
        }
    }

    /// Reads everything anew.
    func read(isReload: Bool) -> Reading {
        defer { rest() }
        let check = SiteCheck(sources, for: isEmperorsOwn ? .both : .site, in: surroundings(isReload: isReload))
        let errors = check.problems.filter { $0.severity == .error }
        guard errors.isEmpty else {
            return .refused(
                errors.map(\.description).joined(separator: "\n"), isUnderstood: check.isUnderstood)
        }
        return .plan(
            Plan(
                site: site, settings: isEmperorsOwn ? check.settings.ofItsSite : check.settings, revision: revision,
                directory: directory,
                defaultSocket: runDirectory.map { "\($0)/sockets/\(site).sock" },
                warnings: check.problems.map(\.description), sources: sources,
                filesRead: check.evaluation.files.filter { !isOwn($0) }, emperorsFile: emperorsFile, isRoots: isRoots))
    }
}

extension Settings {
    /// Of a file that is an emperor's as well, what is left for the site in it: one of the two writes the log and pidfiles.
    fileprivate var ofItsSite: Settings {
        var site = self
        (site.files.pidfile, site.files.pidfileOfUser) = (nil, nil)
        (site.files.safePidfile, site.files.safePidfileOfUser) = (nil, nil)
        (site.logs.file, site.logs.fileOfUser, site.logs.daemonize) = (nil, nil, nil)
        return site
    }
}
