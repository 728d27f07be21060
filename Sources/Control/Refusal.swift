import Protocol

/// Why emperorctl ends without an answer from the emperor: the exit code and the sentence for standard error.
struct Refusal: Error, Hashable {
    let ending: Ending

    init(_ code: ExitCode, _ text: String) {
        ending = Ending(code, text)
    }
}
