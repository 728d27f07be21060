import CLinux
import Glibc

/// What a site's configuration asks of the machine.
public enum SiteFacts {
    /// The machine's name (gethostname(2)).
    public static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return text(name.prefix { $0 != 0 })
    }

    /// How many processors are on line.
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Microseconds since 1970.
    public static var microseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000
    }

    /// Real user and group: who started the process.
    public static var realIDs: (uid: UInt32, gid: UInt32) { (getuid(), getgid()) }

    /// Whether the running user may read a path (access(2)).
    public static func mayRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// The paths that a pattern stands for, directories with a trailing slash; the pattern itself when there are none (glob(3)).
    public static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, GLOB_MARK | GLOB_NOCHECK, nil, &found) == 0 else { return [pattern] }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    }

    /// Whether a name fits a pattern of one component; a leading period wants one in the pattern (fnmatch(3), FNM_PERIOD).
    public static func fits(_ name: String, pattern: String) -> Bool { fnmatch(pattern, name, FNM_PERIOD) == 0 }

    /// Whether an extended regular expression matches; nil when it cannot be compiled (regcomp(3)).
    public static func matches(_ text: String, pattern: String) -> Bool? {
        var expression = regex_t()
        guard regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) == 0 else { return nil }
        defer { regfree(&expression) }
        return regexec(&expression, text, 0, nil, 0) == 0
    }

    /// Everything that standard input has, at most `limit` bytes; more is an error (EFBIG).
    public static func readStandardInput(limit: Int = 16 << 20) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            guard case .done(let piece) = try read(0, atMost: 64 * 1024) else {
                throw SystemError(call: "read", code: EAGAIN, purpose: "standard input")
            }
            if piece.isEmpty { return bytes }
            bytes += piece
            if bytes.count > limit { throw SystemError(call: "read", code: EFBIG, purpose: "standard input") }
        }
    }

    private static func text(_ bytes: ArraySlice<CChar>) -> String {
        String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
