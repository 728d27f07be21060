import Kernel
import Protocol
import Testing

@testable import Emperor

@Suite struct SiteTests {
    @Test func aFileThatAppearsStartsAMasterAndOrdersItToRun() {
        var driver = SiteDriver()
        #expect(driver.tell(.appeared(revision: "a")) == [.launch])
        #expect(driver.tell(.hello) == [.run(request: 101)])
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [])
        #expect(driver.site.shown.state == .running)
    }

    @Test func aMasterThatWasFoundIsLeftAloneWhenItRunsTheFile() {
        var driver = SiteDriver(found: true)
        #expect(driver.tell(.appeared(revision: "a")) == [])
        #expect(driver.tell(.hello) == [])
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [])
        #expect(driver.site.shown.state == .running)
    }

    @Test func aMasterThatWasFoundWithAnOlderFileGetsTheNewOne() {
        var driver = SiteDriver(found: true)
        _ = driver.tell(.appeared(revision: "b"))
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [.run(request: 101)])
    }

    @Test func aDegradedMasterIsNotMadeToTryTheSameFileAgain() {
        var driver = SiteDriver(found: true, ordered: "b")
        _ = driver.tell(.appeared(revision: "b"))
        #expect(driver.tell(.status(status(.degraded, revision: "a"))) == [])
        #expect(driver.site.shown.state == .degraded)
    }

    @Test func aTouchWhileTheEmperorWasDeadReloads() {
        var driver = SiteDriver(found: true, ordered: "a")
        #expect(driver.tell(.touched(revision: "a")) == [])
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [.run(request: 101)])
    }

    @Test(arguments: [SiteEvent.edited(revision: "b"), .touched(revision: "a")])
    func aChangedFileIsANewGeneration(event: SiteEvent) {
        var driver = SiteDriver.serving()
        #expect(driver.tell(event) == [.run(request: 102)])
    }

    @Test func aFileThatIsGoneStopsItsSiteAndForgetsIt() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.vanished) == [.stop(leavePaths: false)])
        #expect(driver.site.shown.state == .stopping)
        #expect(driver.tell(.exited("ended", jitter: 0)) == [.cleanUp, .forget])
    }

    @Test func aFileThatComesBackWhileItsSiteStopsIsStartedAgain() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.vanished)
        #expect(driver.tell(.appeared(revision: "b")) == [])
        #expect(driver.tell(.exited("ended", jitter: 0)) == [.launch])
    }

    @Test func anUnreadableFileFailsASiteThatDoesNotRun() {
        var driver = SiteDriver()
        #expect(driver.tell(.unusable("it is a directory")) == [])
        #expect(driver.site.shown == Shown(state: .failed, reason: "it is a directory"))
        #expect(outcome(driver.ask(.start))?.code == .failed)
    }

    @Test func anUnreadableFileDoesNotStopASiteThatRuns() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.unusable("it cannot be read")) == [])
        #expect(driver.site.shown == Shown(state: .degraded, reason: "it cannot be read"))
        _ = driver.tell(.usableAgain)
        #expect(driver.site.shown.state == .running)
    }

    @Test func aRenamedSiteGoesOnAndItsMasterLearnsTheName() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.renamed(found: false)) == [.run(request: 102)])
        #expect(driver.site.shown.state == .running)
    }

    @Test func aRenamedSiteThatIsStoppedStaysSo() {
        var driver = SiteDriver(want: .stopped)
        _ = driver.tell(.appeared(revision: "a"))
        #expect(driver.tell(.renamed(found: false)) == [])
        #expect(driver.site.shown.state == .stopped)
    }

    @Test func aMasterFoundUnderTheNewNameIsAdopted() {
        var driver = SiteDriver()
        _ = driver.tell(.appeared(revision: "a"))
        driver.site.life = .idle
        #expect(driver.tell(.renamed(found: true)) == [])
        #expect(driver.tell(.hello) == [])
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [.run(request: 101)])
    }

    // Masters that die.

    @Test func aMasterThatDiesIsReplacedAtOnceAndTheReasonIsKept() {
        var driver = SiteDriver.serving()
        #expect(driver.crash() == [.launch])
        _ = driver.tell(.hello)
        _ = driver.tell(.status(status(.running, revision: "a", reason: "generation 2 serves")))
        _ = driver.tell(.verdict(request: 102, verdict()))
        #expect(driver.site.shown.reason == "generation 2 serves; before: its master was killed")
    }

    @Test func whatAMasterCannotRunAnotherOneIsOrderedTo() {
        var driver = SiteDriver.serving()
        #expect(driver.ask(.reload) == [.run(request: 102)])
        #expect(driver.tell(.wantsSuccessor) == [.leave])
        #expect(driver.tell(.wantsSuccessor).isEmpty, "it was told")
        #expect(driver.crash() == [.launch], "it served: it need not line up, and nobody has failed")
        #expect(driver.site.incident == nil)
        #expect(driver.tell(.hello) == [.run(request: 103)])
        #expect(outcome(driver.tell(.verdict(request: 103, verdict())))?.code == .done)
    }

    @Test func aMasterThatDoesNotMakeWayIsKilled() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.wantsSuccessor)
        #expect(driver.wait() == [.kill])
        #expect(driver.wait() == [.destroy])
    }

    @Test func aMasterThatDiesInALoopIsReplacedWithGrowingDelays() {
        var driver = SiteDriver.serving()
        _ = driver.crash()
        var delays: [Duration] = []
        for _ in 0..<4 {
            #expect(driver.crash() == [])
            #expect(driver.site.shown.state == .waiting)
            delays.append((driver.site.deadline ?? driver.now) - driver.now)
            #expect(driver.wait() == [.launch])
        }
        #expect(delays == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
    }

    @Test func aMinuteOfServingMakesTheNextDeathAFirstOne() {
        var driver = SiteDriver.serving()
        _ = driver.crash()
        _ = driver.tell(.hello)
        _ = driver.tell(.status(status(.running, revision: "a")))
        _ = driver.tell(.status(status(.running, revision: "a")), after: Site.healthy)
        #expect(driver.crash() == [.launch])
    }

    @Test func anEditEndsTheWaitForTheNextTry() {
        var driver = SiteDriver.serving()
        _ = driver.crash()
        _ = driver.crash()
        #expect(driver.tell(.edited(revision: "b")) == [.launch])
    }

    @Test func aMasterThatNeverSpeaksIsKilledAndReplaced() {
        var driver = SiteDriver()
        _ = driver.tell(.appeared(revision: "a"))
        #expect(driver.wait() == [.destroy])
        #expect(driver.tell(.exited("was killed", jitter: 0)) == [.launch])
    }

    @Test func aProgramThatCannotBeStartedIsSaidToWhoeverAsked() {
        var driver = SiteDriver(want: .stopped)
        _ = driver.tell(.appeared(revision: "a"))
        #expect(driver.ask(.start) == [.rememberWant, .launch])
        #expect(driver.tell(.launchFailed("no such file", jitter: 0)) == [.launch])
        #expect(outcome(driver.tell(.launchFailed("no such file", jitter: 0)))?.text == "no such file")
        #expect(driver.site.shown == Shown(state: .waiting, reason: "no such file"))
    }

    @Test func aLostConnectionIsNotALostSite() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.disconnected) == [])
        #expect(driver.site.shown.state == .running)
        #expect(driver.tell(.hello) == [])
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [])
    }

    @Test func aReloadWhoseVerdictWasLostWithTheConnectionIsOrderedAgain() {
        var driver = SiteDriver.serving()
        #expect(driver.ask(.reload) == [.run(request: 102)])
        _ = driver.tell(.disconnected)
        _ = driver.tell(.hello)
        #expect(driver.tell(.status(status(.running, revision: "a"))) == [.run(request: 103)])
        #expect(outcome(driver.tell(.verdict(request: 103, verdict())))?.code == .done)
    }

    @Test func aSiteThatServedDoesNotLineUpAgainUntilItIsAtRest() {
        var driver = SiteDriver.serving()
        driver.isAlone = false
        #expect(driver.crash() == [.launch])
        _ = driver.tell(.hello)
        _ = driver.ask(.stop)
        _ = driver.tell(.exited("ended", jitter: 0))
        #expect(driver.ask(.start) == [.rememberWant])
        #expect(driver.site.linedUp == driver.now)
    }

    @Test func whatLinesUpCanBeStopped() {
        var driver = SiteDriver()
        driver.isAlone = false
        #expect(driver.tell(.appeared(revision: "a")) == [])
        #expect(driver.site.shown.state == .starting)
        #expect(outcome(driver.ask(.stop))?.code == .done)
        #expect(driver.tell(.turn) == [])
        #expect(driver.site.shown.state == .stopped)
    }

    @Test func whatWasAdoptedSaysSoUntilSomethingHappens() {
        var driver = SiteDriver(found: true, ordered: "a")
        _ = driver.tell(.appeared(revision: "a"))
        _ = driver.tell(.status(status(.running, revision: "a", reason: "started")))
        #expect(driver.site.shown.reason == "adopted; started")
        _ = driver.tell(.status(status(.running, revision: "a", reason: "worker 1 was killed")))
        #expect(driver.site.shown.reason == "worker 1 was killed")
    }

    @Test func whatWasOnlyOutOfTouchWasNotAdopted() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.disconnected)
        _ = driver.tell(.hello)
        _ = driver.tell(.status(status(.running, revision: "a")))
        #expect(driver.site.shown.reason == "as it is")
    }

    // Shutting down.

    @Test func shutdownStopsGracefullyThenAtOnceThenByForce() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.shutdown(atOnce: false)) == [.stop(leavePaths: false)])
        #expect(driver.tell(.shutdown(atOnce: true)) == [.kill])
        #expect(driver.wait() == [.destroy])
        #expect(driver.tell(.exited("was killed", jitter: 0)) == [.cleanUp, .forget])
    }

    @Test func shutdownForgetsWhatDoesNotRun() {
        var driver = SiteDriver()
        _ = driver.tell(.unusable("it is a directory"))
        #expect(driver.tell(.shutdown(atOnce: false)) == [.forget])
    }
}
