import Kernel

/// Signals, and the end of everything.
extension Emperor {
    /// Masters keep their own deadlines; this one is below the 90 s after which systemd kills.
    static let longestShutdown = Duration.seconds(80)
    /// From "stop at once" to leaving whatever still stands.
    static let longestEnd = Duration.seconds(8)

    func take(_ signal: Signal) {
        switch signal {
        case .hangUp:
            log("\(signal): reading the configuration, scanning, and reloading all sites")
            readAgain()
            siteFiles.scan()
            reloadAll()
        case .quit: stop(atOnce: true, because: signal)
        default: stop(atOnce: isStopping, because: signal)
        }
    }

    private func stop(atOnce: Bool, because signal: Signal) {
        guard !isStopping || atOnce && !isStoppingAtOnce else { return }
        log("\(signal): stopping all sites \(atOnce ? "at once" : "gracefully")")
        stop(atOnce: atOnce)
    }

    private func stop(atOnce: Bool) {
        if !isStopping { systemd.stopping() }
        isStopping = true
        isStoppingAtOnce = atOnce
        siteFiles.end()
        together {
            for name in holdings.keys.sorted() { tell(name, .shutdown(atOnce: atOnce)) }
        }
        loop.schedule(at: .now + (atOnce ? Self.longestEnd : Self.longestShutdown)) { [unowned self] in
            stopIsOverdue(atOnce: atOnce)
        }
    }

    private func stopIsOverdue(atOnce: Bool) {
        let names = holdings.keys.sorted().joined(separator: ", ")
        if atOnce {
            log("left running: \(names)")
            hasGivenUp = true
        } else if !isStoppingAtOnce {
            log("still stopping: \(names); they are stopped at once now")
            stop(atOnce: true)
        }
    }
}
