extension OptionTable {
    static let identityRows: [OptionRow] = [
        .works(
            "uid", is: .account { $0.identity.user = $1 }, change: .master,
            help: "The user that the site runs as, by name or number."),
        .works(
            "gid", is: .account { $0.identity.group = $1 }, change: .master,
            help: "The group that the site runs as, by name or number."),
        .works(
            "add-gid", is: .account { $0.identity.additionalGroups.append($1) }, repeats: true, change: .master,
            help: "Adds a supplementary group."),
        .works(
            "no-initgroups", is: .flag { $0.identity.takesUsersGroups = !$1 }, change: .master,
            help: "Leaves out the supplementary groups of the user."),
        .works(
            "master-as-root", is: .flag { $0.identity.masterStaysRoot = $1 }, default: "false", change: .master,
            help: "The master keeps root, only workers give it up."),
    ]
}
