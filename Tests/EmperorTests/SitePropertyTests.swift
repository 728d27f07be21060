import Kernel
import Protocol
import Testing

@testable import Emperor

/// A world around a site that obeys its actions, with faults in any order.
private struct World {
    var driver = SiteDriver()
    var random: Numbers
    var hasMaster = false
    var speaks = false
    var isGone = false
    var open: Set<Int> = []
    var lastAsk = 0
    /// Runs that were ordered of this master and have no verdict.
    var runs: [Int] = []
    var launchFails = false

    init(seed: UInt64) {
        random = Numbers(state: seed)
        driver.isAlone = seed % 2 == 0
    }

    mutating func tell(_ event: SiteEvent) {
        guard !isGone else { return }
        for action in driver.tell(event, after: .milliseconds(Int64(random.below(3000)))) { obey(action) }
        if launchFails {
            (launchFails, hasMaster) = (false, false)
            tell(.launchFailed("no such program", jitter: 0.5))
        }
        if !driver.site.hasMaster { #expect(!hasMaster, "a process was forgotten after \(event)") }
    }

    mutating func obey(_ action: SiteAction) {
        switch action {
        case .launch:
            #expect(!hasMaster, "two masters at once")
            (hasMaster, speaks, runs) = (true, false, [])
            if random.below(8) == 0 { launchFails = true }
        case .run(let request):
            #expect(hasMaster && speaks, "an order to nobody")
            runs.append(request)
        case .stop, .leave, .kill, .destroy: #expect(hasMaster, "an order to nobody")
        case .answer(let id, _): #expect(open.remove(id) != nil, "an ask was answered twice")
        case .rememberWant: break
        case .cleanUp: #expect(!hasMaster, "cleaned up under a master")
        case .forget:
            #expect(!hasMaster)
            isGone = true
        }
    }

    mutating func step() {
        switch random.below(20) {
        case 0: tell(.appeared(revision: "r\(random.below(3))"))
        case 1: tell(.edited(revision: "r\(random.below(3))"))
        case 2: if random.below(20) == 0 { tell(.vanished) }
        case 3: tell(.unusable("a directory"))
        case 4: ask(.start)
        case 5: ask(.stop)
        case 6: ask(.reload)
        case 7: ask(.restart)
        case 8: hear(.hello)
        case 9: hear(.status(status([.running, .failed, .degraded][random.below(3)], revision: "r0")))
        case 10: judge(random.below(2) == 0 ? .import : nil)
        case 11: end()
        case 12: hear(.disconnected)
        case 13: tell(.usableAgain)
        case 14: tell(.renamed(found: false))
        case 15: tell(.turn)
        case 16: hear(.wantsSuccessor)
        case 17: tell(.touched(revision: "r\(random.below(3))"))
        case 18: if random.below(40) == 0 { tell(.shutdown(atOnce: random.below(2) == 0)) }
        default: due()
        }
    }

    mutating func ask(_ verb: Ask.Verb) {
        guard !isGone else { return }
        lastAsk += 1
        open.insert(lastAsk)
        tell(.asked(Ask(id: lastAsk, verb: verb)))
    }

    mutating func hear(_ event: SiteEvent) {
        guard hasMaster else { return }
        if event == .hello { speaks = true }
        if speaks { tell(event) }
    }

    mutating func judge(_ failure: FailureKind?) {
        guard hasMaster, speaks, !runs.isEmpty else { return }
        tell(.verdict(request: runs.removeFirst(), verdict(failure)))
    }

    mutating func end() {
        guard hasMaster else { return }
        hasMaster = false
        tell(.exited("ended", jitter: 0.5))
    }

    mutating func due() {
        if let deadline = driver.site.deadline { driver.now = max(driver.now, deadline) }
        tell(.due)
    }

    /// From now on nothing fails: masters speak, obey and serve.
    mutating func settle() {
        for _ in 0..<100 where !isGone {
            if case .ending = driver.site.life { end() }
            if case .waiting = driver.site.life { due() }
            tell(.turn)
            hear(.hello)
            hear(.status(status(.running, revision: driver.site.revision ?? "r0")))
            judge(nil)
        }
    }
}

/// xorshift64*: a sequence that a seed repeats.
private struct Numbers {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 2_685_821_657_736_338_717) >> 33) % bound
    }
}

@Test(arguments: 1...300)
func whateverHappensThereIsOneMasterAndWhatIsWantedComesAbout(seed: Int) {
    var world = World(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<200 where !world.isGone { world.step() }
    world.tell(.appeared(revision: "r0"))
    world.settle()
    #expect(world.open.isEmpty, "asks without an answer: \(world.open)")
    guard !world.isGone else { return }
    #expect(world.driver.site.shown.state == (world.driver.site.want == .up ? .running : .stopped))
}
