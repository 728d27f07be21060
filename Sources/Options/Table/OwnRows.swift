extension OptionTable {
    static var ownRows: [OptionRow] {
        [
            .works(
                "python", is: .path { $0.app.interpreter = $1 }, default: "the first python3 on PATH",
                help: "The python executable of a site without home."),
            .works(
                "start-timeout", is: .seconds { $0.lifecycle.startTimeout = $1 }, default: "300",
                help: "How long a generation may take to be ready, in seconds."),
            .works(
                "reload-overlap", is: .flag { $0.lifecycle.reloadOverlap = $1 }, default: "true",
                help: "The new generation starts beside the old one; off for applications that can exist only once."),
            .works(
                "run-dir", is: .path { $0.emperor.runDirectory = $1 }, scope: .emperor, change: .emperor,
                help: "Where sockets and locks live."),
            .works(
                "state-dir", is: .path { $0.emperor.stateDirectory = $1 }, scope: .emperor, change: .emperor,
                help: "Where history lives."),
        ]
    }
}
