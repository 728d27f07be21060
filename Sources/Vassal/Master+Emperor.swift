import Kernel
import Options
import Protocol

/// The master's side of the talk with the emperor: orders in, status, verdicts and keepsakes out.
extension Master {
    func greetEmperor() {
        link?.send(.hello(version: masterProtocolVersion, pid: currentProcess(), build: emperorVersion))
        // What an earlier master left stays with the emperor until there is something in its place.
        if settled != nil { tellKeepsakes() }
        link?.send(.status(currentStatus(counters: true)))
        if wantsSuccessor { link?.send(.wantsSuccessor) }
        files.helperCame()
    }

    /// Another user is to run the site, and this master has no right any more to become one. The emperor starts a master
    /// that has; workers serve on until its own do.
    func makeWay(_ request: Int?) {
        let what = "uid, gid or master-as-root changed"
        guard let link else {
            let text = "\(what), and this master gave its privileges up: stop it and start it again"
            return happen(.refused(request: request, text: text))
        }
        wantsSuccessor = true
        log.say("\(what): the emperor is asked for another master")
        link.send(.wantsSuccessor)
    }

    func take(_ order: MasterOrder, _ descriptors: [SharedDescriptor]) {
        switch order {
        case .run(let order): take(order, descriptors)
        case .stop(let leavePaths):
            self.leavePaths = leavePaths
            noteHook(.emperorStop)
            happen(.stop)
        case .kill:
            happen(.kill)
            beside.kill()
        case .leave: leave()
        case .report: link?.send(.status(currentStatus(counters: true)))
        case .reopenLogs: reopenLog()
        case .explain(let request): explain(request)
        case .changed(let request, let isComplete): files.heard(request, isComplete: isComplete)
        }
    }

    private func explain(_ request: Int) {
        do throws(SystemError) {
            let settings = encodeMessage(configuration.explain(settled?.plan))
            link?.send(.explanation(request: request), [try memoryFile("settings.json", holding: settings)])
        } catch {
            log.say("the settings could not be explained: \(error)")
        }
    }

    private func take(_ order: RunOrder, _ descriptors: [SharedDescriptor]) {
        guard let ini = descriptors.first, let bytes = try? readToEnd(ini.raw, purpose: order.path) else {
            return log.say("an order to run came without a configuration and is ignored")
        }
        if life.generations.isEmpty && settled == nil {
            life.nextGeneration = max(life.nextGeneration, order.firstGeneration)
            inherit(order, Array(descriptors.dropFirst()))
        }
        life.beginAnew(order.delays)
        let isRenamed = site != order.site
        configuration.take(order, bytes)
        if isRenamed && takeName(order) { return }
        if life.current != nil { noteHook(.emperorReload) }
        bringUp(request: order.request, cause: life.current == nil ? "started" : "reloaded")
    }

    /// The site goes by another name now. Where that changes nothing else, what runs goes on; true says so.
    private func takeName(_ order: RunOrder) -> Bool {
        log.prefix = "[\(site)] "
        guard let current = life.current, life.candidate == nil,
            case .plan(let plan) = configuration.read(isReload: true), plan.equals(current.run.plan)
        else { return false }
        log.say("the site is called \(site) now")
        let verdict = Verdict(generation: current.number, failure: nil, text: "called \(site) now", seconds: 0)
        link?.send(.verdict(request: order.request, verdict))
        return true
    }

    /// What a dead master left behind: its sockets, its workers' output, its workers.
    private func inherit(_ order: RunOrder, _ descriptors: [SharedDescriptor]) {
        for (keepsake, descriptor) in zip(order.keepsakes, descriptors) {
            switch keepsake {
            case .listener(let address): kept.append((address, descriptor))
            case .output(let generation): follow(Output(descriptor, log: log), generation)
            case .helper(let key): beside.outputs[key] = descriptor
            }
        }
        if let helpers = order.helpers { beside.inherit(helpers) }
        predecessors.take(
            order.orphans.compactMap { stamp in
                ProcessIdentity(of: stamp.pid).flatMap { $0.startTime == stamp.startTime ? $0 : nil }
            })
        // As many as somebody needed a moment ago are needed now.
        if predecessors.serving > 0 { life.scaling.want(predecessors.serving) }
        happen(.predecessors(serving: predecessors.serving))
    }

    /// A new master takes over from the workers of an earlier one: when its own serve, or when it needs what they hold.
    func drainPredecessors() {
        let told = predecessors.drain()
        if told.isEmpty { return }
        for worker in told { log.say("worker (pid \(worker.pid)) of an earlier master drains") }
        end(told, .hangUp)
        loop.schedule(at: .now + .seconds(settled?.plan.workerMercy ?? 60)) { [unowned self] in
            end(predecessors.living, .kill)
        }
        happen(.predecessors(serving: 0))
    }

    private func end(_ workers: [ProcessIdentity], _ signal: Signal) {
        do throws(SystemError) {
            for worker in workers { try worker.send(signal) }
        } catch {
            link?.send(.endPredecessors(atOnce: signal == .kill))
        }
    }

    /// Gives the emperor copies of all that the next master could not make anew.
    func tellKeepsakes() {
        let streams = outputs.sorted { $0.key < $1.key }.map {
            (Keepsake.output(generation: $0.key), $0.value.descriptor.raw)
        }
        let untouched = kept.map { (Keepsake.listener(address: $0.address), $0.descriptor.raw) }
        let all = listeners.keepsakes + untouched + streams + beside.keepsakes
        let copies = all.compactMap { try? duplicate($0.1) }.map { SharedDescriptor(owning: $0) }
        guard copies.count == all.count else { return }
        link?.send(.keep(all.map(\.0)), copies)
    }

    // MARK: - Verdicts

    func judge(_ run: Run, _ number: Int, _ kind: FailureKind?, _ text: String) {
        let output = generations[number]?.output
        output?.read()
        let tail = kind == nil || kind == .superseded ? [] : output?.tail ?? []
        tell(
            run.request,
            Verdict(
                generation: number, failure: kind, text: text, output: tail,
                seconds: (Instant.now - run.askedAt).inSeconds))
        // From the next turn on little is in hand, of the stack as well.
        loop.schedule(at: .now) { releaseFreeMemory() }
    }

    func refuse(_ request: Int?, _ text: String) {
        tell(
            request,
            Verdict(generation: life.nextGeneration, failure: .configuration, text: text, seconds: 0))
    }

    private func tell(_ request: Int?, _ verdict: Verdict) {
        if let request { link?.send(.verdict(request: request, verdict)) }
        if verdict.failure == .superseded { return }
        onFirstVerdict(verdict)
        onFirstVerdict = { _ in }
    }
}

extension RunOrder {
    /// Delays between the tries of a site that fails.
    fileprivate var delays: Backoff {
        guard let firstDelay, let longestDelay else { return SiteLife.usualDelays }
        return SiteLife.delays(first: .milliseconds(firstDelay), longest: .milliseconds(longestDelay))
    }
}
