extension Evaluator {
    /// Every `UWSGI_X_Y` variable is the option `x-y`, but those by which uWSGI speaks to itself.
    mutating func takeEnvironment() {
        let own = [
            "RELOADS", "VASSALS_DIR", "EMPEROR_FD", "BROODLORD_NUM", "EMPEROR_FD_CONFIG", "EMPEROR_PROXY", "JAIL_PID",
            "ORIGINAL_PROC_NAME",
        ]
        for variable in world.environment where variable.name.starts(with: Bytes("UWSGI_")) {
            let name = Bytes(variable.name.dropFirst("UWSGI_".count))
            guard !own.contains(name.text) else { continue }
            add(name.map(\.asOptionLetter), variable.value, .environment(variable.name.text))
        }
    }
}

extension UInt8 {
    fileprivate var asOptionLetter: UInt8 {
        if self == UInt8(ascii: "_") { return UInt8(ascii: "-") }
        return self >= 0x41 && self <= 0x5a ? self + 0x20 : self
    }
}
