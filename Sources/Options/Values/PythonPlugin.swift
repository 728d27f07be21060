/// What the name of a plugin of uWSGI's says about the Python that it was built for.
enum PythonPlugin {
    /// `3.11` of `python311`, `python3.11`, `0:python311` or `/usr/lib/uwsgi/plugins/python311_plugin.so`, alone or in a
    /// list; nil where no version is told, as in `python3`.
    static func version(in value: String) -> String? {
        // The value is free text, from which no note is cut off.
        let names = value.prefix { $0 != "#" && $0 != ";" }
        return names.split(whereSeparator: { $0 == "," || $0 == " " }).lazy.compactMap(version(ofName:)).first
    }

    private static func version(ofName name: Substring) -> String? {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == ":" }).last ?? ""
        guard last.hasPrefix("python") else { return nil }
        let digits = last.dropFirst(6).prefix { $0.isASCII && $0.isWholeNumber || $0 == "." }
        let end = last.dropFirst(6 + digits.count)
        guard end.isEmpty || end.hasPrefix("_plugin"), let major = digits.first, "23".contains(major) else {
            return nil
        }
        let minor = digits.dropFirst().drop { $0 == "." }
        if minor.isEmpty { return major == "2" ? "2" : nil }
        return minor.contains(".") ? nil : "\(major).\(minor)"
    }
}
