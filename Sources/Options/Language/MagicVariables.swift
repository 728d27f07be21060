/// The table of `%x` variables (uWSGI's core/uwsgi.c, `config_magic_table_fill`): one text for each byte, most of them empty.
struct MagicVariables {
    private var table = [Bytes](repeating: [], count: 256)
    /// Whether the variables in capitals have their values, or must not have them yet.
    var hasFirstFile = false

    private static let letters = Set("vhVtTkbuUgG[opdsecnxij0123456789OPDSECNXIJ%(".utf8)

    init(_ world: any Surroundings) {
        self["%"] = "%"
        self["("] = "%("
        self["["] = "\u{1b}"
        self["v"] = world.workingDirectory
        self["h"] = world.hostName
        self["V"] = "2.0.31"
        self["t"] = String(world.now / 1_000_000)
        self["T"] = String(world.now)
        self["k"] = String(world.processorCount)
        self["u"] = String(world.user.number)
        self["U"] = world.user.name
        self["g"] = String(world.group.number)
        self["G"] = world.group.name
    }

    private subscript(letter: Unicode.Scalar) -> String {
        get { table[Int(UInt8(ascii: letter))].text }
        set { table[Int(UInt8(ascii: letter))] = Bytes(newValue) }
    }

    /// Sets `%o`, the file as it is given.
    mutating func setGiven(_ path: Bytes) {
        table[Int(UInt8(ascii: "o"))] = path
    }

    /// Sets what depends on the file: `path` is as given, without a section; nil facts leave the variables of the last
    /// file.
    mutating func fill(given path: Bytes, section: Bytes?, file: FileNames?) {
        setGiven(path)
        table[Int(UInt8(ascii: "x"))] = section ?? []
        if let file { fill(file) }
        guard !hasFirstFile else { return }
        hasFirstFile = true
        for letter in "opdsecnxij".utf8 { table[Int(letter) - 0x20] = table[Int(letter)] }
    }

    /// Once the first file is read, `%O` holds its section too, as in uWSGI.
    mutating func leaveFirst(_ text: Bytes) {
        table[Int(UInt8(ascii: "O"))] = text
    }

    private mutating func fill(_ file: FileNames) {
        self["b"] = file.program
        self["p"] = file.path
        self["s"] = file.name
        self["d"] = file.directory
        self["e"] = file.suffix
        self["n"] = file.stem
        self["c"] = file.parentName
        self["j"] = file.hash
        if let inode = file.inode { self["i"] = String(inode) }
        let parts = file.directory.split(separator: "/")
        for (position, digit) in "0123456789".unicodeScalars.enumerated() {
            self[digit] = position < parts.count ? String(parts[position]) : ""
        }
    }

    /// Replaces each `%x` of a line. A `%` at the end of the line stays; uWSGI would swallow the line's end.
    func substituted(_ line: ArraySlice<UInt8>) -> (line: Bytes, unknown: [UInt8], endsInPercent: Bool) {
        var result = Bytes()
        var unknown: [UInt8] = []
        var position = line.startIndex
        while result.count <= LanguageLimits.magicBytes + line.count,
            let percent = line[position...].firstIndex(of: .percent)
        {
            result += line[position..<percent]
            guard percent + 1 < line.endIndex else {
                result.append(.percent)
                return (result, unknown, true)
            }
            let letter = line[percent + 1]
            if !Self.letters.contains(letter), !unknown.contains(letter) { unknown.append(letter) }
            result += table[Int(letter)]
            position = percent + 2
        }
        return (result + line[position...], unknown, false)
    }
}

/// The names that a configuration file's path contains.
struct FileNames {
    let program: String
    let path: String
    let inode: UInt64?

    var name: String { String(path[afterLastSlash...]) }
    /// With its trailing slash.
    var directory: String { String(path[..<afterLastSlash]) }
    var parentName: String { directory.split(separator: "/").last.map(String.init) ?? "" }
    var suffix: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? "" }
    var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

    /// Bernstein's hash with exclusive or, over signed bytes, its bytes in memory order in hexadecimal.
    var hash: String {
        let value = path.utf8.reduce(UInt32(5381)) { hash, byte in
            (hash &* 33) ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))
        }
        return (0..<4).map { index in
            let byte = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index)))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private var afterLastSlash: String.Index {
        path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    }
}
