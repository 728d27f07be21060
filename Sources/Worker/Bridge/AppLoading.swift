import CPython
import Protocol
import Wire

/// Why there is no app: one line.
struct AppProblem: Error {
    let text: String
}

// Loading the app, or apps. The caller holds the interpreter's lock.
extension PythonHost {
    /// Imports what the order names. A traceback was printed by Python when this throws. Where the site can do without an
    /// app, one that answers 500 takes its place.
    func loadApp(_ order: AppOrder) throws(AppProblem) -> LoadedApps {
        var apps: [Borrowed] = []
        if order.mounts.isEmpty || order.namesApp {
            let names = [order.module ?? "", order.wsgiFile ?? "", order.callable ?? ""]
            apps.append(try load("load_app", names, order, as: ""))
        }
        for mount in order.mounts {
            let names = [mount.app, order.callable ?? ""]
            apps.append(try load("load_mounted", names, order, as: "mount \(mount.point)=\(mount.app): "))
        }
        do throws(PythonRaised) {
            return try LoadedApps(apps, order.pointsOfMounts)
        } catch {
            throw AppProblem(text: "no memory for the app")
        }
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
