import Kernel
import Protocol

/// What masters say, and how they end.
extension Emperor {
    func connect(_ holding: Holding, _ channel: MessageChannel) throws(SystemError) {
        let link = try MasterLink(channel, loop: loop)
        link.onReport = { [unowned self] report, descriptors in hear(report, descriptors, of: holding) }
        link.onNonsense = { [unowned holding] nonsense in
            log("\(holding.site.name): its master said what is not understood here and is ignored: \(nonsense)")
        }
        link.onEnd = { [unowned self] in disconnected(holding) }
        holding.link = link
    }

    private func hear(_ report: MasterReport, _ descriptors: [SharedDescriptor], of holding: Holding) {
        switch report {
        case .hello(let version, let pid, _): greet(holding, version, pid)
        case .status(let status):
            holding.take(status)
            tell(holding, .status(status))
            heard(holding.site.name)
        case .verdict(let request, let verdict): judge(holding, request, verdict)
        case .keep(let keepsakes):
            guard keepsakes.count == descriptors.count else { return }
            holding.keepsakes = Array(zip(keepsakes, descriptors))
        case .owns(let paths): holding.owns = paths
        case .explanation(let request): explained(holding, request, descriptors.first)
        case .wantsSuccessor: tell(holding, .wantsSuccessor)
        case .endPredecessors(let atOnce):
            for worker in holding.predecessors { worker.send(atOnce ? .kill : .hangUp) }
        case .endHelpers(let atOnce): end(holding.formerHelpers, atOnce ? .kill : .terminate)
        case .watch(let request): watch(request, descriptors.first, for: holding)
        }
    }

    private func greet(_ holding: Holding, _ version: Int, _ pid: Int32) {
        if version != masterProtocolVersion {
            log("\(holding.site.name): its master speaks version \(version), we speak \(masterProtocolVersion)")
        }
        if holding.master == nil, processName(of: pid) == launcher.programName {
            holding.master = stamp(of: pid)
            try? watchMaster(of: holding)
        }
        tell(holding, .hello)
    }

    private func judge(_ holding: Holding, _ request: Int, _ verdict: Verdict) {
        holding.sawGeneration(verdict.generation)
        tell(holding, .verdict(request: request, verdict))
    }

    // MARK: - Ends

    /// A master that is not our child is watched by its pidfd.
    func watchMaster(of holding: Holding) throws(SystemError) {
        guard let master = holding.master, !holding.isChild, master.living != nil,
            let handle = try ProcessHandle(of: master.pid)
        else { return }
        holding.handle = handle
        holding.handleWatch = try loop.watch(handle) { [unowned self] _ in
            ended(holding, "its master (pid \(master.pid)) ended")
        }
    }

    func childEnded(_ pid: Int32, _ status: ExitStatus) {
        guard let holding = children.removeValue(forKey: pid), holding.master?.pid == pid || holding.master == nil
        else { return }
        ended(holding, "its master (pid \(pid)) \(status)")
    }

    private func ended(_ holding: Holding, _ reason: String) {
        together {
            holding.link?.finish()
            stopWatching(for: holding)
            holding.bury(loop)
            tell(holding, .exited(reason, jitter: jitter()))
        }
        for id in Array(statusRounds.keys) { heard(holding.site.name, by: id) }
    }

    private func disconnected(_ holding: Holding) {
        holding.link = nil
        stopWatching(for: holding)
        heard(holding.site.name)
        guard let master = holding.master, holding.isChild || holding.handle != nil else {
            return ended(holding, "its master hung up")
        }
        // One that has ended is told of by SIGCHLD, which knows how, or by its pidfd.
        guard master.living != nil else { return }
        tell(holding, .disconnected)
        scheduleReconnect(holding)
    }

    private func scheduleReconnect(_ holding: Holding) {
        loop.schedule(at: .now + Self.reconnectDelay) { [unowned self] in reconnect(holding) }
    }

    private func reconnect(_ holding: Holding) {
        let name = holding.site.name
        guard holdings[name] === holding, holding.link == nil, holding.master?.living != nil else { return }
        if let channel = launcher.find(name), (try? connect(holding, channel)) != nil { return }
        scheduleReconnect(holding)
    }

    private static let reconnectDelay = Duration.seconds(1)
}
