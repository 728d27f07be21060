import Kernel

extension Setup {
    /// Makes the run directory and what is in it, for whom the emperor becomes, and takes its lock.
    func takeRunDirectory() throws -> SharedDescriptor {
        for (path, mode) in [(runDirectory, 0o755), (sockets, 0o755), (masters, 0o700)] {
            try makeDirectory(path, mode: UInt32(mode))
            try standing.give(path)
        }
        // A state directory that cannot be had costs history, which whoever reads that says.
        if (try? makeDirectory(stateDirectory, mode: 0o755)) != nil { try? standing.give(stateDirectory) }
        let held = try lockRunDirectory(lock)
        try standing.give(lock)
        return held
    }
}

extension Standing {
    /// Opens logs, writes pidfiles and becomes whom it says, in uWSGI's order (core/uwsgi.c); standard error is the log
    /// from then on. Returns the files that go at the end.
    func take() throws(SystemError) -> [OwnFile] {
        try openLog(logPath)
        var files = try pidfiles.map { path throws(SystemError) in try Pidfile.write(path) }
        if let identity {
            try identity.assume()
            log("it runs as uid \(identity.uid), gid \(identity.gid) from now on, and with it every site")
        }
        try openLog(logPathOfUser)
        files += try pidfilesOfUser.map { path throws(SystemError) in try Pidfile.write(path) }
        return files
    }

    /// Opens the log by its name again, which may be another file by now.
    func reopenLog() throws(SystemError) {
        try openLog(logPathOfUser ?? logPath)
    }

    /// Hands something over to whom it becomes.
    fileprivate func give(_ path: String) throws(SystemError) {
        if let identity { try changeOwner(path, uid: identity.uid, gid: identity.gid) }
    }

    private func openLog(_ path: String?) throws(SystemError) {
        guard let path else { return }
        let file = try openFile(path, .append(mode: 0o640))
        for number: Int32 in [1, 2] { try replaceStandardDescriptor(number, with: file.raw) }
    }
}
