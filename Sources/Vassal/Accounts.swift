import Kernel
import Options
import Protocol

/// Users and groups of the ini, looked up.
enum Accounts {
    static func uid(of account: Account) throws(StartProblem) -> UInt32 {
        switch account {
        case .number(let number): return number
        case .name(let name):
            guard let record = user(named: name) else { throw StartProblem(.configuration, "there is no user \(name)") }
            return record.uid
        }
    }

    static func gid(of account: Account) throws(StartProblem) -> UInt32 {
        switch account {
        case .number(let number): return number
        case .name(let name):
            guard let gid = groupID(named: name) else {
                throw StartProblem(.configuration, "there is no group \(name)")
            }
            return gid
        }
    }

    /// Whom the site is to run as; nil: as whoever we are. A uid without a gid keeps ours, as uWSGI does.
    static func identity(_ settings: IdentitySettings) throws(StartProblem) -> Identity? {
        let current = Identity.current
        let uid = try settings.user.map { account throws(StartProblem) in try self.uid(of: account) } ?? current.uid
        let gid = try settings.group.map { account throws(StartProblem) in try self.gid(of: account) } ?? current.gid
        if uid == current.uid && gid == current.gid && settings.additionalGroups.isEmpty { return nil }
        if current.uid != 0 {
            if uid == current.uid && gid == current.gid { return nil }
            throw StartProblem(
                .configuration,
                "only root may run a site as uid \(uid), gid \(gid); this master is uid \(current.uid), "
                    + "gid \(current.gid): start the emperor as root, or take uid and gid out")
        }
        return Identity(uid: uid, gid: gid, groups: try groups(settings, uid: uid, gid: gid))
    }

    private static func groups(_ settings: IdentitySettings, uid: UInt32, gid: UInt32) throws(StartProblem) -> [UInt32]
    {
        var groups = [gid]
        if settings.takesUsersGroups, let record = user(numbered: uid) {
            groups = supplementaryGroups(of: record.name, gid: gid)
        }
        for account in settings.additionalGroups { groups.append(try self.gid(of: account)) }
        return groups
    }
}
