// Quantities as people read them. All of them arrive on a socket, so none is trusted to be small, positive or finite.

/// A span of time in at most two units: "5s", "12m", "3h20m", "4d2h".
func roughDuration(_ seconds: Double) -> String {
    let whole = Int(exactly: min(max(0, seconds.rounded(.down)), 1e12)) ?? 0
    let (minutes, hours, days) = (whole / 60, whole / 3600, whole / 86_400)
    if minutes == 0 { return "\(whole)s" }
    if hours == 0 { return "\(minutes)m" }
    return days == 0 ? "\(hours)h\(minutes % 60)m" : "\(days)d\(hours % 24)h"
}

/// A span of time for a sentence: "0.04 s", "1.2 s", "75 s".
func exactDuration(_ seconds: Double) -> String {
    let steps: Double = seconds < 0.095 ? 100 : seconds < 9.95 ? 10 : 1
    let rounded = (max(0, seconds) * steps).rounded() / steps
    return (Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)") + " s"
}

/// A size in powers of 1024: "512B", "640K", "5.7M", "126M", "1.2G".
func memorySize(_ bytes: UInt64) -> String {
    let units = ["B", "K", "M", "G", "T", "P", "E"]
    var size = Double(bytes)
    var unit = 0
    while size >= 999.5 && unit < units.count - 1 {
        size /= 1024
        unit += 1
    }
    let tenths = Int((size * 10).rounded())
    let number = unit > 0 && tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(Int(size.rounded()))"
    return number + units[unit]
}

/// The sum of quantities, held at the largest number there is.
func cappedSum(_ numbers: some Sequence<UInt64>) -> UInt64 {
    numbers.reduce(0) { sum, number in
        let (total, overflow) = sum.addingReportingOverflow(number)
        return overflow ? .max : total
    }
}
