/// The date of an HTTP message (IMF-fixdate, RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
public enum HTTPDate {
    private static let dayNames = "MonTueWedThuFriSatSun"
    private static let monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// The last second that a year of four digits can name, 9999-12-31T23:59:59Z.
    private static let last: Int64 = 253_402_300_799

    /// Appends the 29 bytes of a date. `time` is in seconds since 1970; what lies outside 1970 to 9999 is moved to its end.
    public static func append(_ time: Int64, to out: inout [UInt8]) {
        let seconds = Int(min(max(time, 0), last))
        let date = CivilDate(day: seconds / 86400)
        append(dayNames, date.weekday, to: &out)
        out += ", ".utf8
        appendPair(date.day, to: &out)
        out.append(.space)
        append(monthNames, date.month - 1, to: &out)
        out.append(.space)
        appendPair(date.year / 100, to: &out)
        appendPair(date.year % 100, to: &out)
        out.append(.space)
        appendClock(seconds % 86400, to: &out)
        out += " GMT".utf8
    }

    private static func appendClock(_ second: Int, to out: inout [UInt8]) {
        appendPair(second / 3600, to: &out)
        out.append(.colon)
        appendPair(second / 60 % 60, to: &out)
        out.append(.colon)
        appendPair(second % 60, to: &out)
    }

    private static func append(_ names: String, _ index: Int, to out: inout [UInt8]) {
        out += names.utf8.dropFirst(index * 3).prefix(3)
    }

    private static func appendPair(_ number: Int, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "0") + UInt8(number / 10))
        out.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

/// A day of the Gregorian calendar.
private struct CivilDate {
    let year: Int
    let month: Int
    let day: Int

    /// 0 is Monday.
    let weekday: Int

    /// From the number of days since 1970-01-01, which was a Thursday. Years are counted from March, so that the leap day
    /// is the last of them; 719468 days lie between 0000-03-01 and 1970-01-01.
    init(day number: Int) {
        weekday = (number + 3) % 7
        let era = (number + 719_468) / 146_097
        let dayOfEra = (number + 719_468) % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
