import Kernel

/// One sentence on standard error.
func log(_ sentence: String) {
    writeLine("[emperor] \(printable(sentence))")
}

/// Text without anything that a terminal would obey.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
}
