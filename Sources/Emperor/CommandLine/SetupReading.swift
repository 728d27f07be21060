import Kernel
import Options
import SiteFile

/// Why a setup cannot be made of a configuration: one sentence.
struct SetupProblem: Error, Equatable {
    let text: String
    /// The command line lacks something; otherwise the configuration asks for what cannot be had.
    var isUsage = true
}

extension Setup {
    /// The setup that settings ask for. `operands` are directories and patterns of the command line, `ini` is the file
    /// that the settings are from, when it is one, and serves a site of its own.
    init(_ settings: Settings, operands: [String], program: String, ownSite: String?) throws(SetupProblem) {
        let here = (try? currentDirectory()) ?? "/"
        let emperor = settings.emperor
        let texts = emperor.sources + operands
        patterns = (texts.isEmpty ? [Defaults.vassals] : texts).map { PathPattern($0, in: here) }
        rules = FileRules(extensions: emperor.extensions, followsLinks: emperor.followsLinks)
        self.ownSite = ownSite.map { absolute($0, in: here) }
        frequency = emperor.scanInterval
        defaults = SiteDefaults(emperor)
        starting = StartRules(emperor)
        standing = try Standing(settings, in: here)
        self.program = absolute(program, in: here)
        refusesCommands =
            emperor.tyrant && !emperor.tyrantRunsCommands
            ? "in tyrant mode the emperor allows it only with emperor-tyrant-exec" : nil
        (runDirectory, stateDirectory) = try Setup.directories(emperor, in: here)
    }

    private static func directories(
        _ settings: EmperorSettings, in here: String
    ) throws(SetupProblem) -> (run: String, state: String) {
        let isRoot = Identity.current.uid == 0
        guard let run = settings.runDirectory ?? Defaults.runDirectory(isRoot: isRoot, environment: value) else {
            throw SetupProblem(text: "XDG_RUNTIME_DIR is not set: say where the sockets are to be with --run-dir")
        }
        guard let state = settings.stateDirectory ?? Defaults.stateDirectory(isRoot: isRoot, environment: value) else {
            throw SetupProblem(text: "neither XDG_STATE_HOME nor HOME is set: say --state-dir")
        }
        let length = absolute(run, in: here).utf8.count
        guard length <= longestRunDirectory else {
            throw SetupProblem(
                text: "the run directory's path has \(length) bytes, sockets in it would outgrow the kernel's limit: "
                    + "take one of at most \(longestRunDirectory) with --run-dir")
        }
        return (absolute(run, in: here), absolute(state, in: here))
    }

    private static func value(_ name: String) -> String? {
        environmentValue(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension SiteDefaults {
    init(_ settings: EmperorSettings) {
        before =
            settings.inheritsBefore.map { "inherit=\($0)" } + settings.includesBefore.map { "include=\($0)" }
            + settings.defaults.map { "\($0.key)=\($0.value)" }
        after = settings.inheritsAfter.map { "inherit=\($0)" } + settings.includesAfter.map { "include=\($0)" }
    }
}

extension StartRules {
    init(_ settings: EmperorSettings) {
        priority = settings.priority
        throttle = settings.throttle
        longestThrottle = settings.maxThrottle
        readyTimeout = settings.readyTimeout
    }
}

extension Standing {
    init(_ settings: Settings, in here: String) throws(SetupProblem) {
        do throws(AccountProblem) {
            identity = try Accounts.identity(settings.identity)
        } catch {
            throw SetupProblem(text: "\(error)", isUsage: false)
        }
        logPath = (settings.logs.file ?? settings.logs.daemonize).map { absolute($0, in: here) }
        logPathOfUser = settings.logs.fileOfUser.map { absolute($0, in: here) }
        daemonizes = settings.logs.daemonize != nil
        let files = settings.files
        pidfiles = [settings.emperor.pidfile, files.pidfile ?? files.safePidfile].compactMap { $0 }
            .map { absolute($0, in: here) }
        pidfilesOfUser = [files.pidfileOfUser ?? files.safePidfileOfUser].compactMap { $0 }
            .map { absolute($0, in: here) }
    }
}
