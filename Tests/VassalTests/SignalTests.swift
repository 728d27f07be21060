import Kernel
import Options
import Testing

@testable import Vassal

@Suite("What signals mean") struct SignalTests {
    private func meaning(
        _ signal: Signal, asUwsgi: Bool = false, dieOnTerm: Bool = false, isStopping: Bool = false
    ) -> SignalMeaning {
        var settings = Settings().lifecycle
        (settings.signalsAsUwsgi, settings.dieOnTerm) = (asUwsgi, dieOnTerm)
        return SignalMeaning(signal, to: settings, isStopping: isStopping)
    }

    @Test("to us, whatever die-on-term says", arguments: [false, true])
    func toUs(dieOnTerm: Bool) {
        #expect(meaning(.terminate, dieOnTerm: dieOnTerm) == .stop)
        #expect(meaning(.interrupt, dieOnTerm: dieOnTerm) == .stop)
        #expect(meaning(.interrupt, dieOnTerm: dieOnTerm, isStopping: true) == .stopAtOnce)
        #expect(meaning(.quit, dieOnTerm: dieOnTerm) == .stopAtOnce)
        #expect(meaning(.hangUp, dieOnTerm: dieOnTerm) == .reload)
    }

    @Test("to uWSGI (core/master.c)") func toUwsgi() {
        #expect(meaning(.terminate, asUwsgi: true) == .reload)
        #expect(meaning(.quit, asUwsgi: true) == .stopAtOnce)
        #expect(meaning(.interrupt, asUwsgi: true) == .stopAtOnce)
        #expect(meaning(.terminate, asUwsgi: true, dieOnTerm: true) == .stopAtOnce)
        #expect(meaning(.quit, asUwsgi: true, dieOnTerm: true) == .reload)
    }

    @Test("before there are settings TERM is no reload") func early() {
        #expect(SignalMeaning(.terminate, to: nil, isStopping: false) == .stop)
    }

    @Test("the others", arguments: [false, true]) func others(asUwsgi: Bool) {
        #expect(meaning(.user1, asUwsgi: asUwsgi) == .tellStatus)
        #expect(meaning(.user2, asUwsgi: asUwsgi) == .tellStatus)
        #expect(meaning(.terminalStop, asUwsgi: asUwsgi) == .pause)
        #expect(meaning(.windowChange, asUwsgi: asUwsgi) == .nothing)
    }
}
