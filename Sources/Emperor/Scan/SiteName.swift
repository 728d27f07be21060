/// What a file's name means (DESIGN §6: a site's name is its file name without `.ini`).
enum SiteName: Equatable {
    /// An ini of that site.
    case site(String)
    /// Something that was meant to be a site and cannot be one, and why.
    case refused(String)
    /// Nothing of ours: editors' temporary files, notes, backups.
    case none

    private static let otherFormats = [".xml", ".yml", ".yaml", ".json"]
    static let longest = 100

    /// Reads a file's name; `extensions` are endings of inis beside `.ini`.
    init(fileName: String, extensions: [String] = []) {
        guard !fileName.hasPrefix("."), !fileName.hasPrefix("#") else {
            self = .none
            return
        }
        let ending = ([".ini"] + extensions).first { fileName.hasSuffix($0) && !$0.isEmpty }
        if ending == nil, let format = Self.otherFormats.first(where: fileName.hasSuffix) {
            self = .refused("\(format) files are not read: write it as an ini file, \(stem(fileName, format)).ini")
            return
        }
        guard let ending else {
            self = .none
            return
        }
        let name = stem(fileName, ending)
        self = SiteName.objection(to: name).map(SiteName.refused) ?? .site(name)
    }

    private static func objection(to name: String) -> String? {
        if name.utf8.count > longest { return "its name is longer than \(longest) bytes: rename it" }
        if name.isEmpty { return "nothing of it is left for a name: rename it" }
        if name.hasPrefix("-") { return "its name begins with a -, which commands take for an option: rename it" }
        if name.unicodeScalars.contains(where: isControl) { return "its name holds a control character: rename it" }
        if name.unicodeScalars.contains("\u{FFFD}") { return "its name is not UTF-8: rename it" }
        return nil
    }
}

/// Whether a terminal would obey it rather than show it.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}

private func stem(_ fileName: String, _ ending: String) -> String {
    String(fileName.dropLast(ending.count))
}
