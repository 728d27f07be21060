import Glibc

/// How far local time is ahead of UTC at a moment (seconds since 1970), in seconds (tzset(3), localtime_r(3)). `zone` is a
/// value of the variable TZ; nil: the one we were started with. A zone that is not known counts as UTC, as everywhere.
public func localOffset(at moment: Int64, zone: String?) -> Int64 {
    let own = getenv("TZ").map { String(cString: $0) }
    if let zone { setenv("TZ", zone, 1) }
    // Also reads again what the machine's zone is.
    tzset()
    var time = time_t(moment)
    var parts = tm()
    localtime_r(&time, &parts)
    if zone != nil {
        if let own { setenv("TZ", own, 1) } else { unsetenv("TZ") }
        tzset()
    }
    return Int64(parts.tm_gmtoff)
}
