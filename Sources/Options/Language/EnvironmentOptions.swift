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
            add(
                Bytes(name.lowercasedASCII.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }), variable.value,
                .environment(variable.name.text))
        }
    }
}
