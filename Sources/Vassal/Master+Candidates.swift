import Kernel
import Protocol

/// What is special about a candidate, before clients reach it.
extension Master {
    /// What a candidate's oom_score_adj is above ours.
    private static let exposure = 500

    /// Where memory is short, a candidate goes before anybody who serves. It starts all the same where that cannot be had.
    func expose(_ processes: GenerationProcesses) {
        try? MemoryPressure(of: currentProcess())?.raised(by: Self.exposure).apply(to: processes.zygote)
    }

    /// From now on it is worth as much as everybody.
    func protect(_ number: Int) {
        guard let usual = MemoryPressure(of: currentProcess()), let processes = generations[number] else { return }
        if processes.isZygote(processes.zygote) { try? usual.apply(to: processes.zygote) }
        for worker in workers.values where worker.record.generation == number {
            if let pid = worker.pid { try? usual.apply(to: pid) }
        }
    }

    /// A candidate is about to fail: what it printed may tell that another generation is in its way.
    func lookForConflict(_ number: Int, _ text: String = "") {
        guard life.candidate?.number == number, let output = generations[number]?.output else { return }
        output.read()
        if Conflict.isToldOf(in: output.tail + [text]) { happen(.sawConflict(generation: number)) }
    }

    /// Puts the health check to a worker, which has nothing else to do yet.
    func check(_ serial: Int) {
        guard let worker = workers[serial], let processes = generations[worker.record.generation],
            let path = processes.plan.healthCheck
        else { return }
        let number = worker.record.generation
        do throws(SystemError) {
            let (ours, theirs) = try streamPair()
            _ = try write(ours.raw, HealthCheck.request(path)[...])
            processes.healthCheck = try HealthCheck(loop, on: ours) { [unowned self] outcome in
                switch outcome {
                case .healthy: happen(.healthy(generation: number))
                case .unhealthy(let text): happen(.unhealthy(generation: number, text: text))
                }
            }
            worker.order(.check, [theirs.raw])
        } catch {
            happen(.unhealthy(generation: number, text: "\(error)"))
        }
    }
}
