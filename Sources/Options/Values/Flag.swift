/// Yes or no, as uWSGI reads it (`uwsgi_opt_true`).
enum Flag {
    /// Only these are no; everything else, the empty value too, is yes.
    static func isFalse(_ text: String) -> Bool {
        ["false", "off", "no"].contains(text.lowercased()) || text == "0"
    }

    /// Whether someone who writes this means yes or no at all.
    static func isPlain(_ text: String) -> Bool {
        isFalse(text) || ["", "true", "on", "yes", "1"].contains(text.lowercased())
    }
}
