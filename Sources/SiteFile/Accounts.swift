import Kernel
import Options

/// Why a user or group of an ini cannot be had: one sentence.
public struct AccountProblem: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}

/// Users and groups of the ini, looked up.
public enum Accounts {
    /// The number of a user.
    public static func uid(of account: Account) throws(AccountProblem) -> UInt32 {
        switch account {
        case .number(let number): return number
        case .name(let name):
            guard let record = user(named: name) else { throw AccountProblem(description: "there is no user \(name)") }
            return record.uid
        }
    }

    /// The number of a group.
    public static func gid(of account: Account) throws(AccountProblem) -> UInt32 {
        switch account {
        case .number(let number): return number
        case .name(let name):
            guard let gid = groupID(named: name) else {
                throw AccountProblem(description: "there is no group \(name)")
            }
            return gid
        }
    }

    /// Whom the site is to run as; nil: as whoever we are. A uid without a gid keeps ours, as uWSGI does.
    public static func identity(_ settings: IdentitySettings) throws(AccountProblem) -> Identity? {
        let current = Identity.current
        let uid = try settings.user.map { account throws(AccountProblem) in try self.uid(of: account) } ?? current.uid
        let gid = try settings.group.map { account throws(AccountProblem) in try self.gid(of: account) } ?? current.gid
        if uid == current.uid && gid == current.gid && settings.additionalGroups.isEmpty { return nil }
        if current.uid != 0 {
            if uid == current.uid && gid == current.gid { return nil }
            throw AccountProblem(
                description: "only root may run a site as uid \(uid), gid \(gid); this process is uid \(current.uid), "
                    + "gid \(current.gid): start the emperor as root, or take uid and gid out")
        }
        return Identity(uid: uid, gid: gid, groups: try groups(settings, uid: uid, gid: gid))
    }

    private static func groups(
        _ settings: IdentitySettings, uid: UInt32, gid: UInt32
    ) throws(AccountProblem) -> [UInt32] {
        var groups = [gid]
        if settings.takesUsersGroups, let record = user(numbered: uid) {
            groups = supplementaryGroups(of: record.name, gid: gid)
        }
        for account in settings.additionalGroups { groups.append(try self.gid(of: account)) }
        return groups
    }
}
