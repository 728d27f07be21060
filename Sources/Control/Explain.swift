import ArgumentParser
import Kernel
import Options
import Protocol
import SiteFile

/// `emperorctl explain`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows every setting in force and where it comes from, and what was written in vain.",
        discussion: """
            Of a site that runs, its master says what counts; of any other site, and of an ini file (a name with a slash \
            or .ini at its end), the file is read as a start would read it. Values are shown as they were understood: \
            harakiri = 5m is 300 s.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Leave out built-in defaults.")
    var given = false

    @Argument(help: ArgumentHelp("Sites or ini files.", valueName: "site|file"))
    var names: [String]

    func validate() throws {
        if names.isEmpty { throw ValidationError("Name a site or an ini file.") }
    }

    func run() throws {
        let files = names.filter(Self.isFile)
        let sites = names.filter { !Self.isFile($0) }
        var code = Protocol.ExitCode.done
        for file in files { code = max(code, explain(file: file)) }
        guard !sites.isEmpty else { return try EmperorControl.finish(code) }
        try explain(sites: sites, code)
    }

    private static func isFile(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".ini") }

    private func explain(sites: [String], _ code: Protocol.ExitCode) throws {
        var tally = Tally()
        let request = ControlRequest(id: 1, verb: .explain, sites: sites)
        let ending = try global.connect().askBriefly(request) { reply in
            tally.take(reply, asJSON: global.json)
            if let explanation = reply.explanation {
                show(explanation.settings == nil ? read(explanation) : explanation)
            }
        }
        say(ending, asJSON: global.json)
        try EmperorControl.finish(max(code, tally.code, ending.code))
    }

    /// Of a site whose file is its own affair: nobody runs it who could say.
    private func read(_ explanation: Explanation) -> Explanation {
        let place = Place(of: explanation.file)
        var explanation = explanation
        explanation.settings = settings(
            IniLanguage.sources(
                of: .file(place.path), before: explanation.presets, after: explanation.afterwards ?? []), place)
        return explanation
    }

    private func explain(file: String) -> Protocol.ExitCode {
        let place = Place(of: file)
        guard (try? FileFacts(path: place.path)) != nil else {
            writeLine("emperorctl: there is no file \(file)")
            return .failed
        }
        show(
            Explanation(site: file, file: place.path, isRunning: false, settings: settings([.file(place.path)], place)))
        return .done
    }

    private func settings(_ sources: [IniLanguage.Source], _ place: Place) -> [ExplainedSetting] {
        SiteFile.explain(SiteEvaluation.evaluate(sources, in: place.surroundings))
    }

    private func show(_ explanation: Explanation) {
        var explanation = explanation
        if given { explanation.settings?.removeAll(where: \.isBuiltIn) }
        if global.json { return printJSON(explanation) }
        printText(explanationLines(explanation, paint: .forOutput).map { $0 + "\n" }.joined())
    }
}
