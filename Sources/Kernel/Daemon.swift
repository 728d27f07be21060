import CLinux
import Glibc

/// Which side of a fork we are on.
public enum BackgroundSide {
    /// The process that was there before; `report` ends (EOF) or brings what the child writes.
    case parent(report: SharedDescriptor)
    /// The new process, leader of a session of its own.
    case child(report: SharedDescriptor)
}

/// Splits into the process that was called and one in the background, with a pipe from the second to the first
/// (daemon(7)). Only for single-threaded processes at their start.
public func forkIntoBackground() throws(SystemError) -> BackgroundSide {
    let (read, write) = try makePipe()
    let pid = try check("fork") { fork() }
    if pid > 0 { return .parent(report: read) }
    setsid()
    return .child(report: write)
}

/// Puts an open file in the place of a standard descriptor, open over exec (dup2(2)).
public func replaceStandardDescriptor(_ number: Int32, with raw: Int32) throws(SystemError) {
    try check("dup2") { dup2(raw, number) }
}

/// Changes the current directory of this process.
public func changeDirectory(_ path: String) throws(SystemError) {
    try check("chdir", for: path) { chdir(path) }
}

/// Sets the file creation mask of this process and returns the old one.
@discardableResult
public func setFileMask(_ mask: UInt32) -> UInt32 {
    umask(mask)
}

/// Ends our half of a connection: the other side reads its end (shutdown(2) SHUT_WR).
public func shutdownWriting(_ raw: Int32) {
    shutdown(raw, Int32(SHUT_WR))
}
