import Kernel
import Options
import SiteFile

/// Scripts start uWSGI's emperor as any other uwsgi: by a file, or options, that name directories of sites. The emperor is
/// a program of its own here, which takes the place of this one.
enum EmperorHandover {
    /// Whether these sources are an emperor's. Commands in a file do not run for that.
    static func isFor(_ sources: [IniLanguage.Source]) -> Bool {
        let evaluation = IniLanguage.evaluate(
            sources, in: LiveSurroundings(commands: .refused("it is only looked whether this is an emperor's")))
        OptionTable.rest()
        return !Settings.make(from: evaluation, for: .emperor).settings.emperor.sources.isEmpty
    }

    /// Becomes the emperor; returns only when there is none.
    static func hand(over sources: [IniLanguage.Source]) throws(SystemError) -> Never {
        let ourselves = try resolvePath("/proc/self/exe")
        let program = "\(parentDirectory(of: ourselves) ?? "")/emperor"
        try replaceProcess(with: program, arguments: ["emperor"] + arguments(sources))
    }

    /// What the emperor's command line says the same with.
    static func arguments(_ sources: [IniLanguage.Source]) -> [String] {
        sources.compactMap { source in
            switch source {
            case .option(let key, let value?, _): "--\(key)=\(value)"
            case .option(let key, nil, _): "--\(key)"
            case .file(let path): "--ini=\(path)"
            case .bytes: nil
            }
        }
    }
}
