/// Which minutes have passed since somebody last looked. Time zones make clocks on the wall leap and go twice through an
/// hour; clocks are set, and machines sleep: no minute is lost to it, and none passes twice.
struct CronClock {
    /// Minutes of local time, by what they are to a command.
    struct Passed: Equatable {
        /// Those that the wall's clock shows for the first time, leapt ones among them: for commands of certain hours.
        var fresh: [Int64] = []
        /// Those of the hours that passed: for commands of each hour.
        var real: [Int64] = []
        /// Those that passed before, and pass again because the clock was set back.
        var again: [Int64] = []
    }

    /// The last minute since 1970 that passed.
    private var last: Int64
    /// The furthest one; the clock may have been set back since.
    private var furthest: Int64
    /// The furthest one of local time.
    private var furthestLocal: Int64
    /// Seconds that local time is ahead, by seconds since 1970.
    private let offset: (Int64) -> Int64

    /// As far as this is looked back: what a machine slept through longer ago is over.
    static let longestSleep: Int64 = 1440
    /// A clock that is set back by more was wrong before.
    static let correction: Int64 = 180

    /// A clock that begins with the minute that is now. `offset`: seconds that local time is ahead of UTC, by seconds since
    /// 1970.
    init(now: Double, offset: @escaping (Int64) -> Int64) {
        self.offset = offset
        last = Self.minute(now) - 1
        furthest = last
        furthestLocal = 0
        furthestLocal = local(last)
    }

    /// The minutes from the last look until now.
    mutating func look(at now: Double) -> Passed {
        let minute = Self.minute(now)
        var passed = Passed()
        if minute == last { return passed }
        if minute < last { goBack(to: minute) }
        if minute - last > Self.longestSleep {
            furthestLocal = max(furthestLocal, local(minute - Self.longestSleep - 1))
        }
        for each in max(last + 1, minute - Self.longestSleep)...minute { pass(each, &passed) }
        last = minute
        return passed
    }

    private mutating func goBack(to minute: Int64) {
        if last - minute > Self.correction {
            furthest = minute - 1
            furthestLocal = local(minute - 1)
        }
        last = minute - 1
    }

    private mutating func pass(_ minute: Int64, _ passed: inout Passed) {
        let shown = local(minute)
        if minute > furthest { passed.real.append(shown) } else { passed.again.append(shown) }
        furthest = max(furthest, minute)
        if shown > furthestLocal {
            passed.fresh += max(furthestLocal + 1, shown - Self.longestSleep)...shown
            furthestLocal = shown
        }
    }

    private func local(_ minute: Int64) -> Int64 {
        floorDivide(minute * 60 + offset(minute * 60), 60)
    }

    /// The minute since 1970.
    static func minute(_ seconds: Double) -> Int64 {
        Int64((seconds / 60).rounded(.down))
    }
}
