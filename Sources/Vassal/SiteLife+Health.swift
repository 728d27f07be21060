import Kernel
import Protocol

/// The health check: a candidate whose workers are all ready answers one request before anybody else can ask it.
extension SiteLife {
    mutating func check(_ generation: Generation, at now: Instant) -> [Action] {
        guard let worker = generation.workers.first else { return [] }
        update(generation.number) { $0.state = .checking }
        let deadline = now + .seconds(generation.run.plan.healthTimeout)
        return [
            .schedule(.health(generation: generation.number), at: deadline), .check(serial: worker.serial),
        ]
    }

    mutating func healthy(_ number: Int) -> [Action] {
        guard let generation = generation(number), generation.state == .checking else { return [] }
        return [.cancel(.health(generation: number))] + open(generation)
    }

    mutating func unhealthy(_ number: Int, _ text: String, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .checking else { return [] }
        return fail(number, .health, "health-check \(generation.run.plan.healthCheck ?? ""): \(text)", at: now)
    }

    mutating func healthIsDue(_ number: Int, at now: Instant) -> [Action] {
        let seconds = generation(number)?.run.plan.healthTimeout ?? 0
        return unhealthy(number, "not answered within \(seconds) s (health-check-timeout)", at: now)
    }
}
