/// What the language made of a configuration.
public struct Evaluation: Hashable, Sendable {
    /// Every option in the order in which it was met, with `include`, logic words and placeholders among them.
    public let entries: [Entry]
    /// The options in the order in which they take effect, those of `declare-option` in place: of a scalar, the last counts.
    public let effective: [Entry]
    /// What is wrong or surprising.
    public let problems: [Problem]
    /// Every file that was read for it, as the configuration names it, in order and once.
    public let files: [String]
}
