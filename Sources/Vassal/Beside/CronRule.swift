import Options

/// A minute as a clock on the wall shows it.
struct WallMinute: Equatable {
    let minute: Int
    let hour: Int
    /// 1 to 31.
    let day: Int
    /// 1 to 12.
    let month: Int
    /// 0 is Sunday.
    let weekday: Int

    /// A minute of local time, counted from the first one of 1970 there.
    init(_ count: Int64) {
        let days = Int(floorDivide(count, 1440))
        let rest = Int(count) - days * 1440
        (minute, hour) = (rest % 60, rest / 60)
        weekday = ((days + 4) % 7 + 7) % 7
        (month, day) = Self.date(days)
    }

    /// The proleptic Gregorian calendar, in years that begin in March, so that the leap day is their last.
    private static func date(_ days: Int) -> (month: Int, day: Int) {
        let shifted = days + 719_468
        let era = Int(floorDivide(Int64(shifted), 146_097))
        let dayOfEra = shifted - era * 146_097
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}

/// Rounds down, also below zero.
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}

extension CronSettings {
    /// Whether it is to run in a minute (core/master_utils.c, uwsgi_cron_task_needs_execution): where both day and weekday
    /// are given as numbers from 0, either one is enough.
    func matches(_ time: WallMinute) -> Bool {
        guard fits(minute, time.minute), fits(hour, time.hour), fits(month, time.month) else { return false }
        let isDay = fits(day, time.day)
        let isWeekday = fits(weekday == 7 ? 0 : weekday, time.weekday)
        return day >= 0 && weekday >= 0 ? isDay || isWeekday : isDay && isWeekday
    }

    private func fits(_ wanted: Int, _ time: Int) -> Bool {
        wanted < 0 ? UInt(time) % wanted.magnitude == 0 : wanted == time
    }

    /// Whether it is meant by the hours that pass, and not by those that a clock shows.
    var isForEachHour: Bool { hour == -1 }

    /// Half the time between two runs of one that is for each hour, seconds: nothing less is two runs.
    var halfPeriod: Int {
        minute >= 0 ? 1800 : min(30, Int(minute.magnitude)) * 30
    }
}
