import Kernel
import Options
import Testing

@testable import Vassal

/// Commands at times, with a clock and a time zone that are invented.
@Suite struct CronTests {
    // MARK: - Which minutes

    /// Lines of uWSGI 2.0.31's own function: a rule, and minutes in which it runs and does not.
    @Test(arguments: [
        ("-1 -1 -1 -1 -1", "2024-02-29 12:30", true),
        ("30 12 -1 -1 -1", "2024-02-29 12:30", true),
        ("30 12 -1 -1 -1", "2024-02-29 12:31", false),
        ("-5 -1 -1 -1 -1", "2024-01-01 00:00", true),
        ("-5 -1 -1 -1 -1", "2024-01-01 00:55", true),
        ("-5 -1 -1 -1 -1", "2024-01-01 00:56", false),
        ("-7 -1 -1 -1 -1", "2024-01-01 00:56", true),
        ("0 -3 -1 -1 -1", "2024-01-01 21:00", true),
        ("0 -3 -1 -1 -1", "2024-01-01 22:00", false),
        // Days and months count from 1: every other day is the even ones.
        ("0 0 -2 -1 -1", "2024-01-02 00:00", true),
        ("0 0 -2 -1 -1", "2024-01-01 00:00", false),
        ("0 0 1 -3 -1", "2024-03-01 00:00", true),
        ("0 0 1 -3 -1", "2024-01-01 00:00", false),
        // Sunday is 0 and 7.
        ("0 0 -1 -1 7", "2024-03-03 00:00", true),
        ("0 0 -1 -1 0", "2024-03-03 00:00", true),
        ("0 0 -1 -1 7", "2024-03-02 00:00", false),
        ("0 0 -1 -1 6", "2024-03-02 00:00", true),
        ("0 0 -1 -1 -2", "2024-03-03 00:00", true),
        ("0 0 -1 -1 -2", "2024-03-04 00:00", false),
        // Both a day and a weekday: either one. An interval of one of them: both.
        ("0 0 13 -1 5", "2024-09-13 00:00", true),
        ("0 0 13 -1 5", "2024-09-20 00:00", true),
        ("0 0 13 -1 5", "2024-08-13 00:00", true),
        ("0 0 13 -1 5", "2024-08-14 00:00", false),
        ("0 0 13 -1 -1", "2024-09-20 00:00", false),
        ("0 0 -1 -1 5", "2024-08-13 00:00", false),
        ("0 0 -13 -1 5", "2024-09-13 00:00", true),
        ("0 0 -13 -1 5", "2024-09-20 00:00", false),
        // What no clock shows is never.
        ("60 -1 -1 -1 -1", "2024-01-01 00:00", false),
        ("0 24 -1 -1 -1", "2024-01-01 00:00", false),
        ("0 0 30 2 -1", "2024-03-01 00:00", false),
        ("0 0 -1 0 -1", "2024-01-01 00:00", false),
        // An interval longer than the hour is its first minute.
        ("-100 -1 -1 -1 -1", "2024-01-01 07:00", true),
        ("-100 -1 -1 -1 -1", "2024-01-01 07:40", false),
        ("-9223372036854775808 -1 -1 -1 -1", "2024-01-01 07:00", true),
    ]) func aRuleMatchesAsUWSGIsDoes(_ rule: String, _ date: String, _ isDue: Bool) throws {
        #expect(try cron(rule).matches(WallMinute(minute(date))) == isDue)
    }

    @Test func datesAreThoseOfTheCalendar() {
        for (count, date) in [
            (0, "1970-01-01 00:00"), (-1, "1969-12-31 23:59"), (28_487_519, "2024-02-29 23:59"),
            (28_487_520, "2024-03-01 00:00"), (67_834_079, "2098-12-21 23:59"),
        ] {
            #expect(minute(date) == Int64(count), "\(date)")
            let time = WallMinute(Int64(count))
            #expect(text(time) == String(date.dropFirst(5)))
        }
        #expect(WallMinute(0).weekday == 4, "1 January 1970 was a Thursday")
        #expect(WallMinute(-1).weekday == 3)
    }

    // MARK: - Time zones. Berlin, 2024: 02:00 is 03:00 on 31 March, 03:00 is 02:00 again on 27 October.

    @Test func whatAClockLeapsOverRunsOnceAfterTheLeap() throws {
        for rule in ["30 2 -1 -1 -1", "-5 2 -1 -1 -1", "0 2 -1 -1 -1", "59 -2 -1 -1 -1"] {
            var night = try Night(rule, from: "2024-03-31 00:30", to: "2024-03-31 03:30")
            let runs = night.pass().filter { $0 > "01:" }
            #expect(runs == ["03:00"], "\(rule): \(runs)")
        }
    }

    @Test func whatIsForEachHourRunsInEachThatPasses() throws {
        var spring = try Night("30 -1 -1 -1 -1", from: "2024-03-30 22:00", to: "2024-03-31 03:00")
        #expect(spring.pass() == ["22:30", "23:30", "00:30", "01:30", "03:30"])
        var autumn = try Night("30 -1 -1 -1 -1", from: "2024-10-26 22:00", to: "2024-10-27 03:00")
        #expect(autumn.pass() == ["23:30", "00:30", "01:30", "02:30", "02:30"])
    }

    @Test func whatAClockShowsTwiceRunsOnce() throws {
        for rule in ["30 2 -1 -1 -1", "0 2 -1 -1 -1", "30 -2 -1 -1 -1"] {
            var night = try Night(rule, from: "2024-10-26 23:30", to: "2024-10-27 02:30")
            let runs = night.pass().filter { $0.hasPrefix("02") }
            #expect(runs.count == 1, "\(rule): \(runs)")
        }
    }

    @Test func eachMinuteIsEachMinuteThatPasses() throws {
        var night = try Night("-1 -1 -1 -1 -1", from: "2024-10-26 23:30", to: "2024-10-27 02:30")
        #expect(night.pass().count == 181)
    }

    // MARK: - Clocks that are set, machines that sleep

    @Test func aMachineThatSleptRunsOnceWhatItMissed() throws {
        for rule in ["30 12 -1 -1 -1", "-5 -1 -1 -1 -1", "-1 -1 -1 -1 -1"] {
            var night = try Night(rule, from: "2024-01-10 12:00", to: "2024-01-10 12:01")
            _ = night.pass()
            #expect(night.jump(to: "2024-01-10 15:17").count == 1, "\(rule)")
            #expect(night.jump(to: "2024-01-10 15:17").isEmpty, "\(rule) again in the same minute")
        }
        var night = try Night("30 12 -1 -1 -1", from: "2024-01-10 13:00", to: "2024-01-10 13:01")
        _ = night.pass()
        #expect(night.jump(to: "2024-01-10 22:00").isEmpty, "nothing was missed")
    }

    @Test func whatWasMissedDaysAgoIsOver() throws {
        var night = try Night("0 12 10 -1 -1", from: "2024-01-10 11:00", to: "2024-01-10 11:01")
        _ = night.pass()
        #expect(night.jump(to: "2024-01-14 09:00").isEmpty)
        var daily = try Night("0 12 -1 -1 -1", from: "2024-01-10 11:00", to: "2024-01-10 11:01")
        _ = daily.pass()
        #expect(daily.jump(to: "2024-01-14 09:00").count == 1)
    }

    @Test func aClockThatIsSetBackALittleRunsNothingTwice() throws {
        for rule in ["30 12 -1 -1 -1", "30 -1 -1 -1 -1", "30 -2 -1 -1 -1"] {
            var night = try Night(rule, from: "2024-01-10 12:28", to: "2024-01-10 12:31")
            #expect(night.pass() == ["12:30"], "\(rule)")
            #expect(night.jump(to: "2024-01-10 12:25").isEmpty)
            #expect(night.pass(until: "2024-01-10 12:40").isEmpty, "\(rule)")
        }
    }

    @Test func aClockThatIsSetBackGoesOnWithWhatIsForEachMinute() throws {
        var night = try Night("-1 -1 -1 -1 -1", from: "2024-01-10 12:28", to: "2024-01-10 12:31")
        _ = night.pass()
        _ = night.jump(to: "2024-01-10 11:31")
        #expect(night.pass(until: "2024-01-10 11:41").count >= 9)
    }

    @Test func aClockThatWasWrongByHoursIsBelieved() throws {
        var night = try Night("30 12 -1 -1 -1", from: "2024-01-10 12:28", to: "2024-01-10 12:31")
        #expect(night.pass() == ["12:30"])
        _ = night.jump(to: "2024-01-10 06:00")
        #expect(night.pass(until: "2024-01-10 12:31") == ["12:30"])
    }

    // MARK: - Masters

    @Test func theNextMasterRunsNothingAgainInTheSameMinute() throws {
        let plan = try plan("-1 -1 -1 -1 -1")
        let now = Double(minute("2024-01-10 12:30") * 60) + 20
        let earlier = [plan.key: minute("2024-01-10 12:30")]
        var table = CronTable(now: now, earlier: earlier) { _ in 0 }
        #expect(starts(table.handle(.wanted([plan]), at: .start)).isEmpty)
        #expect(starts(table.handle(.time(now), at: .start)).isEmpty)
        #expect(starts(table.handle(.time(now + 40), at: .start)).count == 1)
        var alone = CronTable(now: now) { _ in 0 }
        _ = alone.handle(.wanted([plan]), at: .start)
        #expect(starts(alone.handle(.time(now), at: .start)).count == 1, "as uWSGI does")
    }

    // MARK: - Runs

    @Test func aUniqueCommandIsNotStartedWhileItRuns() throws {
        var table = CronTable(now: 0) { _ in 0 }
        _ = table.handle(.wanted([try plan("-1 -1 -1 -1 -1", isUnique: true)]), at: .start)
        let run = try #require(starts(table.handle(.time(0), at: .start)).first)
        let actions = table.handle(.time(60), at: .start + .seconds(60))
        #expect(starts(actions).isEmpty)
        #expect(actions.contains { if case .log(let text) = $0 { text.contains("still runs") } else { false } })
        _ = table.handle(.ended(run: run, .exited(code: 0)), at: .start + .seconds(70))
        #expect(starts(table.handle(.time(120), at: .start + .seconds(120))).count == 1)
    }

    @Test func oneThatIsNotUniqueMayRunTwice() throws {
        var table = CronTable(now: 0) { _ in 0 }
        _ = table.handle(.wanted([try plan("-1 -1 -1 -1 -1")]), at: .start)
        #expect(starts(table.handle(.time(0), at: .start)).count == 1)
        #expect(starts(table.handle(.time(60), at: .start + .seconds(60))).count == 1)
        #expect(table.runs.count == 2)
    }

    @Test func harakiriKillsAndTheOutcomeSaysSo() throws {
        var table = CronTable(now: 0) { _ in 0 }
        _ = table.handle(.wanted([try plan("-1 -1 -1 -1 -1", harakiri: 5)]), at: .start)
        let run = try #require(starts(table.handle(.time(0), at: .start)).first)
        #expect(
            table.handle(.started(run: run), at: .start) == [.schedule(.harakiri(run: run), at: .start + .seconds(5))])
        let killed = table.handle(.timer(.harakiri(run: run)), at: .start + .seconds(5))
        #expect(killed.contains(.signal(run: run, .kill)))
        _ = table.handle(.ended(run: run, .killed(by: .kill, dumpedCore: false)), at: .start + .seconds(5))
        #expect(table.entries[0].outcome == "was killed by SIGKILL after 5.0 s (harakiri)")
    }

    @Test func theClockIsLookedAtWhenTheMinuteBegins() throws {
        var table = CronTable(now: 90) { _ in 0 }
        #expect(table.handle(.wanted([try plan("0 0 1 1 -1")]), at: .start) == [.look])
        #expect(
            table.handle(.time(90), at: .start) == [.schedule(.look, at: .start + .milliseconds(30005))])
        #expect(table.handle(.wanted([]), at: .start) == [.cancel(.look)])
    }
}

extension Instant {
    fileprivate static let start = Instant(nanoseconds: 1_000_000_000)
}

private func starts(_ actions: [CronTable.Action]) -> [Int] {
    actions.compactMap { if case .start(let run, _) = $0 { run } else { nil } }
}

private func cron(_ rule: String) throws -> CronSettings {
    let numbers = rule.split(separator: " ").compactMap { Int($0) }
    try #require(numbers.count == 5)
    var cron = CronSettings(command: "true")
    (cron.minute, cron.hour, cron.day, cron.month, cron.weekday) = (
        numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
    )
    return cron
}

private func plan(_ rule: String, isUnique: Bool = false, harakiri: Int? = nil) throws -> CronPlan {
    var cron = try cron(rule)
    cron.isUnique = isUnique
    return CronPlan(key: rule, name: "cron true", rule: cron, harakiri: harakiri.map { .seconds($0) })
}

/// Minutes from 1970 to a date, by counting days.
private func minute(_ date: String) -> Int64 {
    let parts = date.split(whereSeparator: { "- :".contains($0) }).compactMap { Int($0) }
    var days = 0
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    for year in min(1970, parts[0])..<max(1970, parts[0]) {
        days += (isLeap(year) ? 366 : 365) * (parts[0] < 1970 ? -1 : 1)
    }
    let months = [31, isLeap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    days += months.prefix(parts[1] - 1).reduce(0, +) + parts[2] - 1
    return Int64(days * 1440 + parts[3] * 60 + parts[4])
}

private func text(_ time: WallMinute) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(time.month))-\(two(time.day)) \(two(time.hour)):\(two(time.minute))"
}

/// A stretch of time in Berlin, one look each minute; what it shows is the time on the wall.
private struct Night {
    private var table: CronTable
    private var unix: Int64
    private var end: Int64
    private var now = Instant.start

    /// Seconds that Berlin is ahead, in 2024.
    static func berlin(_ seconds: Int64) -> Int64 {
        let summer = (minute("2024-03-31 01:00") * 60)..<(minute("2024-10-27 01:00") * 60)
        return summer.contains(seconds) ? 7200 : 3600
    }

    /// Both dates are UTC plus one hour, Berlin's winter time.
    init(_ rule: String, from: String, to: String) throws {
        unix = (minute(from) - 60) * 60
        end = (minute(to) - 60) * 60
        table = CronTable(now: Double(unix), offset: Night.berlin)
        let plan = try plan(rule)
        _ = table.handle(.wanted([plan]), at: now)
    }

    /// What runs until the end, by the wall's clock.
    mutating func pass() -> [String] {
        var runs: [String] = []
        while unix <= end {
            runs += look()
            unix += 60
            now = now + .seconds(60)
        }
        return runs
    }

    mutating func pass(until date: String) -> [String] {
        end = (minute(date) - 60) * 60
        return pass()
    }

    /// The date is another one all of a sudden.
    mutating func jump(to date: String) -> [String] {
        unix = (minute(date) - 60) * 60
        return look()
    }

    private mutating func look() -> [String] {
        let wall = WallMinute(floorDivide(unix + Night.berlin(unix), 60))
        return starts(table.handle(.time(Double(unix) + 0.5), at: now)).map { _ in String(text(wall).suffix(5)) }
    }
}
