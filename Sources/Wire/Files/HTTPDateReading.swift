extension HTTPDate {
    /// Seconds since 1970 of a date in the form that is sent (IMF-fixdate, RFC 9110 section 5.6.7); nil for the two forms
    /// that are obsolete, and for what is no date.
    public static func seconds(_ text: Span<UInt8>) -> Int64? {
        let text = text.extracting(text.trimmed(0..<text.count))
        guard text.count == 29, text.holds(", ", at: 3..<5), text.holds(" GMT", at: 25..<29),
            let day = text.decimal(5..<7), let month = months.firstIndex(where: { text.holds($0, at: 8..<11) }),
            let year = text.decimal(12..<16), year >= 1970, (1...31).contains(day),
            let hour = text.decimal(17..<19), let minute = text.decimal(20..<22), let second = text.decimal(23..<25),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return Int64(days(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
