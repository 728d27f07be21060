import Foundation

/// How much is made at random, and from which seed: FUZZ_INPUTS and FUZZ_SEED, as `make fuzz` sets them.
enum Fuzz {
    private static let environment = ProcessInfo.processInfo.environment

    /// Whether a long run in a release build was asked for.
    static let isLong = environment["FUZZ_INPUTS"] != nil
    static let inputs = environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 20_000
    static let seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    /// What an input may take. A debug build on a busy machine only finds out what has no end.
    static let patience: Duration = isLong ? .seconds(2) : .seconds(60)

    /// Where an input was put so that it can be tried again.
    static func saved(_ input: [UInt8]) -> String {
        let path = FileManager.default.currentDirectoryPath + "/.build/slow-\(UUID().uuidString).ini"
        return FileManager.default.createFile(atPath: path, contents: Data(input)) ? path : "\(input)"
    }
}
