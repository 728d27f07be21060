import Kernel
import Protocol

/// What sites want done, done.
extension Emperor {
    func perform(_ action: SiteAction, for holding: Holding) {
        switch action {
        case .launch: launch(holding)
        case .run(let request): run(holding, request)
        case .stop(let leavePaths): holding.link?.send(.stop(leavePaths: leavePaths))
        case .leave: holding.link?.send(.leave)
        case .kill: holding.link?.send(.kill)
        case .destroy: destroy(holding)
        case .answer(let ask, let outcome): answer(ask, outcome)
        case .rememberWant: wants.set(holding.site.name, holding.site.want)
        case .cleanUp: cleanUp(holding)
        case .forget: forget(holding)
        }
    }

    private func launch(_ holding: Holding) {
        if holding.waitsForOrphans(at: .now) {
            let reason = "workers without a master answer what they have in hand, and keep its sockets until then"
            return tell(holding, .launchFailed(reason, jitter: jitter()))
        }
        do {
            let (pid, channel) = try launcher.launch(holding.site.name)
            holding.isChild = true
            holding.isFresh = true
            holding.master = stamp(of: pid)
            children[pid] = holding
            try connect(holding, channel)
        } catch {
            tell(holding, .launchFailed("its master could not be started: \(error)", jitter: jitter()))
        }
    }

    private func run(_ holding: Holding, _ request: Int) {
        let name = holding.site.name
        guard let content = siteFiles.content(of: name) else { return }
        do {
            let file = try memoryFile("vassal.ini", holding: content.bytes)
            let keepsakes = holding.isFresh ? holding.keepsakes : []
            var order = RunOrder(
                request: request, site: name, path: siteFiles.filePath(of: name), revision: content.stamp.revision,
                presets: setup.defaults.before, afterwards: setup.defaults.after, runDirectory: setup.runDirectory,
                firstGeneration: holding.generation + 1,
                keepsakes: keepsakes.map(\.what), orphans: holding.isFresh ? holding.orphans : [],
                refusesCommands: setup.refusesCommands, helpers: holding.isFresh ? holding.helpers : nil,
                isRoots: content.stamp.isRoots)
            if holding.isFresh { holding.formerHelpers = holding.helpers }
            if order.path == setup.ownSite { order.isEmperorsOwn = true }
            order.firstDelay = setup.starting.firstDelay
            order.longestDelay = setup.starting.longestDelay
            holding.ordered = content.stamp
            holding.isFresh = false
            holding.link?.send(.run(order), descriptors: [file] + keepsakes.map(\.descriptor))
        } catch {
            log("\(name): its configuration could not be handed over: \(error)")
        }
    }

    private func destroy(_ holding: Holding) {
        holding.master?.send(.kill)
        for worker in holding.workers { worker.send(.kill) }
        end(holding.helpers, .kill)
    }

    /// What the master owned and did not take away itself, and workers that outlived it.
    private func cleanUp(_ holding: Holding) {
        let name = holding.site.name
        launcher.forget(name)
        records.remove(name)
        holding.written = nil
        let others = holdings.values.filter { $0 !== holding }.flatMap(\.owns)
        remove(holding.owns, except: Set(others))
        for orphan in holding.orphans { orphan.send(.terminate) }
        end(holding.helpers, .terminate)
        (holding.owns, holding.keepsakes, holding.workers, holding.helpers) = ([], [], [], [])
    }

    /// Tells what ran beside workers to end, and all that came of it.
    func end(_ helpers: [HelperStatus], _ signal: Signal) {
        for helper in helpers {
            guard let leader = helper.stamp?.living else { continue }
            let family = ProcessFamily(leader: leader, mark: helper.mark)
            for member in signal == .kill ? family.members.all : family.members.tops { _ = try? member.send(signal) }
        }
    }

    private func forget(_ holding: Holding) {
        let name = holding.site.name
        holdings[name] = nil
        hasNews = true
        if let timer = holding.timer { loop.cancel(timer) }
        holding.timer = nil
        if isStopping { return }
        log("\(name) is gone")
        wants.set(name, .up)
    }

    /// A number from 0 up to 1.
    func jitter() -> Double { Double.random(in: 0..<1) }
}
