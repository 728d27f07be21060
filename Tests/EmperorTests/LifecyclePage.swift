import Kernel
import Protocol

@testable import Emperor

/// docs/LIFECYCLE.md: what the machine of a site does in each state with each event, found out by asking it.
enum LifecyclePage {
    static var text: String {
        (introduction + states.flatMap(section)).joined(separator: "\n") + "\n"
    }

    private static let introduction = [
        "# The life of a site in the emperor", "",
        "Made from the machine itself (`Sources/Emperor/Lifecycle`) by `make docs`; a test compares. Each table is a state",
        "of a site: what people are shown, and for each event what is shown next, and what the emperor does. Events that",
        "change nothing there are left out. `run` orders the master to bring up a generation, `launch` starts a master.",
    ]

    // MARK: - States

    private static var states: [(name: String, driver: SiteDriver)] {
        [
            ("its file is not known yet", driver { _ in }),
            ("it waits for its turn", driver(alone: false) { _ = $0.tell(.appeared(revision: "a")) }),
            ("its master starts", driver { _ = $0.tell(.appeared(revision: "a")) }),
            ("its master was found", SiteDriver(found: true, ordered: "a")),
            ("it serves", .serving()),
            ("it serves, and its file cannot be used", serving { _ = $0.tell(.unusable("a directory")) }),
            ("its newest generation failed", serving { _ = $0.tell(.status(status(.degraded, revision: "b"))) }),
            ("nothing serves, and its master tries again", live(.failed)),
            ("its master crashed twice", serving { for _ in 0..<2 { _ = crashed(&$0) } }),
            ("it stops", serving { _ = $0.ask(.stop) }),
            ("it restarts", serving { _ = $0.ask(.restart) }),
            ("its file is gone", serving { _ = $0.tell(.vanished) }),
            ("it is told to stop at once", serving { _ = $0.tell(.shutdown(atOnce: true)) }),
            (
                "its master hangs at the end",
                serving { driver in
                    _ = driver.ask(.stop)
                    for _ in 0..<2 { _ = driver.wait() }
                }
            ),
            (
                "it is stopped",
                serving { driver in
                    _ = driver.ask(.stop)
                    _ = driver.tell(.exited("ended", jitter: 0))
                }
            ),
        ]
    }

    private static func driver(alone: Bool = true, _ prepare: (inout SiteDriver) -> Void) -> SiteDriver {
        var driver = SiteDriver()
        driver.isAlone = alone
        prepare(&driver)
        return driver
    }

    private static func serving(_ prepare: (inout SiteDriver) -> Void) -> SiteDriver {
        var driver = SiteDriver.serving()
        prepare(&driver)
        return driver
    }

    private static func live(_ phase: SiteStatus.Phase) -> SiteDriver {
        driver {
            _ = $0.tell(.appeared(revision: "a"))
            _ = $0.tell(.hello)
            _ = $0.tell(.status(status(phase, revision: "a")))
        }
    }

    private static func crashed(_ driver: inout SiteDriver) -> [SiteAction] {
        driver.tell(.exited("its master was killed", jitter: 0))
    }

    // MARK: - Events

    private static let events: [(name: String, event: SiteEvent)] = [
        ("its file appears, unchanged", .appeared(revision: "a")),
        ("its file is edited", .edited(revision: "b")),
        ("its file is touched", .touched(revision: "a")),
        ("its file vanishes", .vanished),
        ("its file gets another name", .renamed(found: false)),
        ("its file cannot be used", .unusable("a directory")),
        ("its file can be used again", .usableAgain),
        ("`start`", .asked(Ask(id: 1000, verb: .start))),
        ("`stop`", .asked(Ask(id: 1000, verb: .stop))),
        ("`reload`", .asked(Ask(id: 1000, verb: .reload))),
        ("`restart`", .asked(Ask(id: 1000, verb: .restart))),
        ("its turn comes", .turn),
        ("its master says hello", .hello),
        ("its master says that it serves", .status(status(.running, revision: "a"))),
        ("its master says that the newest generation failed", .status(status(.degraded, revision: "a"))),
        ("its master says that nothing serves", .status(status(.failed, revision: "a"))),
        ("its master wants another one in its place", .wantsSuccessor),
        ("the connection to its master ends", .disconnected),
        ("its master ends", .exited("it ended", jitter: 0)),
        ("its master cannot be started", .launchFailed("no such program", jitter: 0)),
        ("its time is over", .due),
        ("the emperor stops", .shutdown(atOnce: false)),
        ("the emperor stops at once", .shutdown(atOnce: true)),
    ]

    // MARK: - Tables

    private static func section(_ name: String, _ driver: SiteDriver) -> [String] {
        let title = name.prefix(1).uppercased() + name.dropFirst()
        return [
            "", "## \(title)", "", "Shown as: \(shown(driver))", "", "| when | it is shown as | the emperor does |",
            "|---|---|---|",
        ] + events.compactMap { row($0.name, $0.event, driver) }
    }

    /// What only a master brings about does not happen without one.
    private static func isPossible(_ event: SiteEvent, _ site: Site) -> Bool {
        switch event {
        case .hello, .status, .verdict, .wantsSuccessor, .disconnected, .exited, .launchFailed: site.hasMaster
        case .appeared, .edited, .touched, .vanished, .renamed, .unusable, .usableAgain, .asked, .turn, .due, .shutdown:
            true
        }
    }

    private static func row(_ name: String, _ event: SiteEvent, _ before: SiteDriver) -> String? {
        guard isPossible(event, before.site) else { return nil }
        var after = before
        after.isAlone = false
        if case .due = event, let deadline = before.site.deadline { after.now = max(after.now, deadline) }
        let actions = after.tell(event, after: .milliseconds(1))
        if after.site == before.site && actions.isEmpty { return nil }
        let does = actions.map(words).joined(separator: ", then ")
        return "| \(name) | \(shown(after)) | \(does.isEmpty ? "-" : does) |"
    }

    private static func shown(_ driver: SiteDriver) -> String {
        let shown = driver.site.shown
        return "**\(shown.state.rawValue)**: \(shown.reason)"
    }

    private static func words(_ action: SiteAction) -> String {
        switch action {
        case .launch: "launch"
        case .run: "run"
        case .stop(let leavePaths): leavePaths ? "stop, sockets keep their names" : "stop"
        case .leave: "end, and leave everything to the next one"
        case .kill: "stop at once"
        case .destroy: "kill every process"
        case .answer(_, let outcome): "answer \(outcome.code == .done ? "done" : "failed"): \(outcome.text)"
        case .rememberWant: "remember what is wanted"
        case .cleanUp: "remove what it left"
        case .forget: "forget it"
        }
    }
}
