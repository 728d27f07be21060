extension OptionTable {
    static var identityRows: [OptionRow] {
        [
            .works(
                "uid", is: .account { $0.identity.user = $1 }, scope: .both, change: .master,
                help: "The user to run as, by name or number."),
            .works(
                "gid", is: .account { $0.identity.group = $1 }, scope: .both, change: .master,
                help: "The group to run as, by name or number."),
            .works(
                "add-gid", is: .account { $0.identity.additionalGroups.append($1) }, repeats: true, change: .master,
                help: "Adds a supplementary group."),
            .works(
                "no-initgroups", is: .flag { $0.identity.takesUsersGroups = !$1 }, change: .master,
                help: "Leaves out the supplementary groups of the user."),
            .works(
                "master-as-root", is: .flag { $0.identity.masterStaysRoot = $1 }, default: "false", change: .master,
                help: "The master keeps root, only workers give it up."),
            .later(
                "immediate-uid", "immediate-gid", is: .account(), change: .master, meanwhile: "use uid and gid",
                help: "As uid and gid, before anything else."),
            .refused(
                "chroot", is: .path(), stops: true, instead: "use a container, or systemd's RootDirectory",
                help: "Runs in another root directory."),
            .refused(
                "cap", is: .text(), stops: true, instead: "use systemd's AmbientCapabilities",
                help: "Keeps capabilities of root."),
        ]
    }

    static var identityFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "drop-after-init drop-after-apps",
                status: .accepted(
                    "sockets are bound before privileges are given up, and no application code runs as root"),
                help: "When privileges are given up."),
            OptionFamily(
                flags:
                    "jailed setns-preopen refork|re-fork refork-as-root|re-fork-as-root refork-post-jail|re-fork-post-jail",
                values: """
                    pivot-root|pivot_root unshare unshare2 setns-socket setns-socket-skip|setns-skip setns jail jail-ip4 jail-ip6 \
                    jidfile|jid-file jail2|libjail jail-attach namespace|ns namespace-keep-mount namespace-net|ns-net
                    """,
                status: .refused("use a container, or systemd's sandboxing", stops: true),
                help: "Runs in a jail or namespace."),
            OptionFamily(
                values: "cgroup cgroup-opt cgroup-dir-mode",
                status: .refused("use the limits of the systemd unit", stops: false),
                help: "Puts the site in a cgroup of version 1."),
        ]
    }
}
