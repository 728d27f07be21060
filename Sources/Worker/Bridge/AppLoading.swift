import CPython
import Protocol
import Wire

/// Why there is no app: one line.
struct AppProblem: Error {
    let text: String
}

// Loading the app, or apps, and what goes with them. The caller holds the interpreter's lock.
extension PythonHost {
    /// Does what comes before the app, in the zygote: names for modules, `shared-import`. What failed there and is no
    /// reason to stop, a sentence each.
    func importShared(_ order: AppOrder) throws(AppProblem) -> [String] {
        try alias(order.modules.aliases, "pymodule-alias")
        return imports(order.modules.shared, "shared-import")
    }

    /// Imports what the order names. A traceback was printed by Python when this throws. Where the site can do without an
    /// app, one that answers 500 takes its place.
    func loadApp(_ order: AppOrder) throws(AppProblem) -> LoadedApps {
        let warnings = imports(order.modules.imports, "import")
        try alias(order.modules.lateAliases, "post-pymodule-alias")
        let apps = try loadAll(order)
        try changeDirectory(order)
        do throws(PythonRaised) {
            return try LoadedApps(apps, order.pointsOfMounts, warnings: warnings)
        } catch {
            throw AppProblem(text: "no memory for the app")
        }
    }

    /// Makes the requests of `warm-up`. What failed, a sentence each: the site goes on without them.
    func warmUp(_ apps: LoadedApps, _ requests: [String]) -> [String] {
        requests.compactMap { request in
            do throws(PythonRaised) {
                let problem = try Interpreter.shared.support.call("warm_up", object: apps.first, [request])
                let text = describe(problem.object)
                return text.isEmpty ? nil : "warm-up = \(request): \(text)"
            } catch {
                return "warm-up = \(request): \(Interpreter.shared.support.showException())"
            }
        }
    }

    private func loadAll(_ order: AppOrder) throws(AppProblem) -> [Borrowed] {
        var apps: [Borrowed] = []
        if order.mounts.isEmpty || order.namesApp {
            let names = [order.module ?? "", order.wsgiFile ?? "", order.callable ?? ""]
            apps.append(try load("load_app", names, order, as: ""))
        }
        for mount in order.mounts {
            let names = [mount.app, order.callable ?? ""]
            apps.append(try load("load_mounted", names, order, as: "mount \(mount.point)=\(mount.app): "))
        }
        return apps
    }

    private func load(
        _ function: String, _ names: [String], _ order: AppOrder, as place: String
    ) throws(AppProblem) -> Borrowed {
        let found: (app: Borrowed?, problem: String)
        do throws(PythonRaised) {
            found = try find(function, names, isNeeded: order.needApp)
        } catch {
            Interpreter.shared.support.showException()
            throw AppProblem(text: place + "the app could not be looked for")
        }
        guard let app = found.app else { throw AppProblem(text: place + found.problem) }
        return app
    }

    private func find(
        _ function: String, _ names: [String], isNeeded: Bool
    ) throws(PythonRaised) -> (Borrowed?, String) {
        let support = Interpreter.shared.support
        let found = try support.call(function, names)
        let problem = describe(PyTuple_GetItem(found.object, 1))
        if problem.isEmpty, let app = PyTuple_GetItem(found.object, 0) { return (Reference(to: app).release(), "") }
        return (isNeeded ? nil : try support.member("answer_without_app").release(), problem)
    }
}

// What goes with the app.
extension PythonHost {
    private func imports(_ names: [String], _ option: String) -> [String] {
        if names.isEmpty { return [] }
        do throws(PythonRaised) {
            let problems = try Interpreter.shared.support.call(
                "import_modules", [option, names.joined(separator: "\0")])
            return texts(problems)
        } catch {
            Interpreter.shared.support.showException()
            return ["\(option) failed"]
        }
    }

    private func alias(_ aliases: [ExtraModules.Alias], _ option: String) throws(AppProblem) {
        for alias in aliases {
            let place = "\(option) = \(alias.name)=\(alias.module): "
            try demand("add_alias", [alias.name, alias.module], as: place)
        }
    }

    /// `chdir2`. The processes that are forked from here begin there.
    private func changeDirectory(_ order: AppOrder) throws(AppProblem) {
        guard let path = order.directoryAfterLoad else { return }
        try demand("change_directory", [path], as: "chdir2 = \(path): ")
    }

    /// Calls a function of the program that answers with what went wrong.
    private func demand(_ function: String, _ arguments: [String], as place: String) throws(AppProblem) {
        let problem: String
        do throws(PythonRaised) {
            let answer = try Interpreter.shared.support.call(function, arguments)
            problem = describe(answer.object)
        } catch {
            Interpreter.shared.support.showException()
            throw AppProblem(text: place + "failed")
        }
        if !problem.isEmpty { throw AppProblem(text: place + problem) }
    }
}

extension AppOrder {
    /// An app is named without a mount point.
    fileprivate var namesApp: Bool { module != nil || wsgiFile != nil }

    /// The mount points in the order in which the apps are loaded; nil when there are none.
    fileprivate var pointsOfMounts: Mounts? {
        if mounts.isEmpty { return nil }
        let points = (namesApp ? [""] : []) + mounts.map(\.point)
        return Mounts(points, managesScriptName: managesScriptName, fallsBack: fallsBack)
    }
}
