import CLinux
import Glibc

/// Whom a process runs as.
public struct Identity: Hashable, Sendable {
    /// User.
    public let uid: UInt32
    /// Group.
    public let gid: UInt32
    /// Supplementary groups.
    public let groups: [UInt32]

    /// A user, a group, and supplementary groups.
    public init(uid: UInt32, gid: UInt32, groups: [UInt32]) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }

    /// Whom this process runs as (effective ids).
    public static var current: Identity {
        var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return Identity(uid: geteuid(), gid: getegid(), groups: Array(groups.prefix(max(0, Int(count)))))
    }

    /// Becomes this identity for good (setgroups, setresgid, setresuid).
    public func assume() throws(SystemError) {
        try check("setresuid", for: "becoming uid \(uid) gid \(gid)") { cl_set_ids(uid, gid, groups, groups.count) }
    }
}

extension Identity {
    /// Does something to files with the rights of this identity and no more (setfsuid(2)). For root, where a path leads
    /// through directories of a user, who could turn it elsewhere.
    public func onFiles<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError) -> Result {
        let before = Identity.current
        try check("setgroups", for: "working as uid \(uid) gid \(gid)") { setgroups(groups.count, groups) }
        setfsgid(gid)
        setfsuid(uid)
        defer {
            setfsuid(before.uid)
            setfsgid(before.gid)
            setgroups(before.groups.count, before.groups)
        }
        return try body()
    }
}

/// What the user database knows of a user (passwd(5)).
public struct UserRecord: Hashable, Sendable {
    /// The login name.
    public let name: String
    /// The user id.
    public let uid: UInt32
    /// The id of the user's primary group.
    public let gid: UInt32
    /// Path of the home directory.
    public let home: String
}

/// Looks a user up by name; nil when there is none.
public func user(named name: String) -> UserRecord? {
    getpwnam(name).map { record($0.pointee) }
}

/// Looks a user up by number; nil when there is none, as in many containers.
public func user(numbered uid: UInt32) -> UserRecord? {
    getpwuid(uid).map { record($0.pointee) }
}

private func record(_ raw: passwd) -> UserRecord {
    UserRecord(
        name: String(cString: raw.pw_name), uid: raw.pw_uid, gid: raw.pw_gid, home: String(cString: raw.pw_dir))
}

/// Looks a group up by name; nil when there is none.
public func groupID(named name: String) -> UInt32? {
    getgrnam(name).map { $0.pointee.gr_gid }
}

/// The name of a group; nil when it has none.
public func groupName(_ gid: UInt32) -> String? {
    getgrgid(gid).map { String(cString: $0.pointee.gr_name) }
}

/// All groups that the group database gives a user, `gid` among them (getgrouplist(3)).
public func supplementaryGroups(of user: String, gid: UInt32) -> [UInt32] {
    var count: Int32 = 64
    while true {
        var groups = [gid_t](repeating: 0, count: Int(count))
        let room = count
        if getgrouplist(user, gid, &groups, &count) >= 0 { return Array(groups.prefix(Int(count))) }
        if count <= room { count = room * 2 }
    }
}
