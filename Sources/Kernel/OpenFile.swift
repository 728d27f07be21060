import Glibc

// What is done to a file that is open, whatever its name leads to by now.

/// Cuts an open file to nothing (ftruncate(2)).
public func emptyFile(_ raw: Int32) throws(SystemError) {
    try check("ftruncate", for: "descriptor \(raw)") { ftruncate(raw, 0) }
}

/// Sets an open file's permission bits.
public func changeMode(descriptor raw: Int32, _ mode: UInt32) throws(SystemError) {
    try check("fchmod", for: "descriptor \(raw)") { fchmod(raw, mode) }
}

/// Sets an open file's owner and group.
public func changeOwner(descriptor raw: Int32, uid: UInt32, gid: UInt32) throws(SystemError) {
    try check("fchown", for: "descriptor \(raw)") { fchown(raw, uid, gid) }
}
