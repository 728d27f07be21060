import Kernel
import Protocol
import Testing

@testable import Emperor

@Suite struct SiteAskTests {
    @Test func reloadIsAnsweredByTheVerdictOfItsOwnGeneration() {
        var driver = SiteDriver.serving()
        #expect(driver.ask(.reload, id: 7) == [.run(request: 102)])
        #expect(outcome(driver.tell(.verdict(request: 101, verdict())), of: 7) == nil)
        let answer = outcome(driver.tell(.verdict(request: 102, verdict(.import, text: "SyntaxError"))), of: 7)
        #expect(answer?.code == .failed)
        #expect(answer?.verdict?.failure == .import)
        #expect(answer?.text == "SyntaxError")
    }

    @Test func anEditAndTheReloadAskedForWithItAreOneGeneration() {
        var driver = SiteDriver.serving()
        #expect(driver.tell(.edited(revision: "b")) == [.run(request: 102)])
        #expect(driver.ask(.reload, after: .zero) == [])
        #expect(outcome(driver.tell(.verdict(request: 102, verdict())))?.code == .done)
    }

    @Test func aReloadDuringAReloadIsAnotherGeneration() {
        var driver = SiteDriver.serving()
        _ = driver.ask(.reload, id: 1)
        #expect(driver.ask(.reload, id: 2) == [.run(request: 103)])
    }

    @Test func reloadOfAStoppedSiteIsAnError() {
        var driver = SiteDriver(want: .stopped)
        _ = driver.tell(.appeared(revision: "a"))
        #expect(outcome(driver.ask(.reload))?.code == .failed)
        #expect(driver.site.shown.state == .stopped)
    }

    @Test func reloadOfASiteThatWaitsStartsIt() {
        var driver = SiteDriver.serving()
        _ = driver.crash()
        _ = driver.crash()
        #expect(driver.ask(.reload) == [.launch])
        #expect(driver.tell(.hello) == [.run(request: 102)])
        #expect(outcome(driver.tell(.verdict(request: 102, verdict())))?.code == .done)
    }

    @Test func reloadOfAFailedSiteIsATryAtOnce() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.status(status(.failed, revision: "a")))
        #expect(driver.ask(.reload) == [.run(request: 102)])
    }

    @Test func startOfWhatRunsIsDone() {
        var driver = SiteDriver.serving()
        #expect(outcome(driver.ask(.start)) == driver.site.done("already running"))
    }

    @Test func startWaitsForTheVerdictThatIsUnderWay() {
        var driver = SiteDriver()
        _ = driver.tell(.appeared(revision: "a"))
        _ = driver.tell(.hello)
        #expect(driver.ask(.start) == [])
        #expect(outcome(driver.tell(.verdict(request: 101, verdict(.import))))?.code == .failed)
    }

    @Test func startOfAFailedSiteIsATry() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.status(status(.failed, revision: "a")))
        #expect(driver.ask(.start) == [.run(request: 102)])
    }

    @Test func stopLastsUntilStart() {
        var driver = SiteDriver.serving()
        #expect(driver.ask(.stop) == [.rememberWant, .stop(leavePaths: false)])
        let end = driver.tell(.exited("ended", jitter: 0))
        #expect(end.first == .cleanUp)
        #expect(outcome(end)?.code == .done)
        for event in [SiteEvent.edited(revision: "b"), .touched(revision: "b"), .due] {
            #expect(driver.tell(event) == [])
        }
        #expect(driver.ask(.start) == [.rememberWant, .launch])
    }

    @Test func stopOfWhatIsStoppedIsDone() {
        var driver = SiteDriver(want: .stopped)
        _ = driver.tell(.appeared(revision: "a"))
        #expect(outcome(driver.ask(.stop))?.code == .done)
    }

    @Test func stopWhileAMasterStartsEndsItAsSoonAsItSpeaks() {
        var driver = SiteDriver()
        _ = driver.tell(.appeared(revision: "a"))
        #expect(driver.ask(.stop) == [.rememberWant])
        #expect(driver.tell(.hello) == [.stop(leavePaths: false)])
    }

    @Test func stopEndsTheWaitOfWhoeverAskedForAReload() {
        var driver = SiteDriver.serving()
        _ = driver.ask(.reload, id: 1)
        _ = driver.ask(.stop, id: 2)
        let end = driver.tell(.exited("ended", jitter: 0))
        #expect(outcome(end, of: 1)?.code == .failed)
        #expect(outcome(end, of: 2)?.code == .done)
    }

    @Test func aStopThatHangsIsMadeShort() {
        var driver = SiteDriver.serving()
        _ = driver.ask(.stop)
        #expect(driver.wait() == [.kill])
        #expect(driver.wait() == [.destroy])
    }

    @Test func restartKeepsThePathsAndIsAnsweredByTheNewMaster() {
        var driver = SiteDriver.serving()
        #expect(driver.ask(.restart) == [.stop(leavePaths: true)])
        #expect(driver.tell(.exited("ended", jitter: 0)) == [.launch])
        #expect(driver.tell(.hello) == [.run(request: 102)])
        #expect(outcome(driver.tell(.verdict(request: 102, verdict())))?.code == .done)
    }

    @Test func restartOfAStoppedSiteStartsIt() {
        var driver = SiteDriver(want: .stopped)
        _ = driver.tell(.appeared(revision: "a"))
        #expect(driver.ask(.restart) == [.rememberWant, .launch])
        #expect(driver.tell(.hello) == [.run(request: 101)])
    }

    @Test func startAfterStopRunsASecondMasterOnlyWhenTheFirstHasEnded() {
        var driver = SiteDriver.serving()
        _ = driver.ask(.stop, id: 1)
        let start = driver.ask(.start, id: 2)
        #expect(outcome(start, of: 1)?.code == .failed)
        #expect(!start.contains(.launch))
        let end = driver.tell(.exited("ended", jitter: 0))
        #expect(end.contains(.launch))
        #expect(!end.contains(.cleanUp))
    }

    @Test func aMasterThatDiesUnderAReloadIsTheAnswer() {
        var driver = SiteDriver.serving()
        _ = driver.ask(.reload)
        let end = driver.crash()
        #expect(outcome(end)?.text == "its master was killed")
        #expect(end.contains(.launch))
    }

    @Test func whoAsksForASiteThatLeavesIsTold() {
        var driver = SiteDriver.serving()
        _ = driver.tell(.vanished)
        #expect(outcome(driver.ask(.start))?.code == .failed)
    }
}
