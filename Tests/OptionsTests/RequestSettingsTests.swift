import Options
import Testing

@Suite("Settings about requests")
struct RequestSettingsTests {
    @Test("hold the requests that are logged although the others are not")
    func logExceptions() {
        let made = settings(
            """
            [uwsgi]
            disable-logging = true
            log-4xx = true
            log-5xx = true
            log-zero = true
            log-ioerror = true
            log-sendfile = true
            log-slow = 2s
            log-big = 64k
            """)
        let logs = made.settings.logs
        #expect(!logs.requests)
        #expect(logs.exceptions.clientErrors && logs.exceptions.serverErrors && logs.exceptions.empty)
        #expect(logs.exceptions.failures && logs.exceptions.files)
        #expect(logs.exceptions.slow == 2000)
        #expect(logs.exceptions.big == 65536)
        #expect(settings("[uwsgi]\nlog-ioerror = false\n").settings.logs == LogSettings())
    }

    @Test("hold what a line tells")
    func lines() {
        let logs = settings("[uwsgi]\nlog-micros = true\nlog-x-forwarded-for = true\n").settings.logs
        #expect(logs.microseconds)
        #expect(logs.forwardedFor)
    }
}
