/// Words that the language layer obeys, and that no setting comes from.
extension OptionTable {
    static var languageRows: [OptionRow] {
        [
            .works(
                "ini", is: .logic(), repeats: true, scope: .both,
                help: "Reads an ini file: FILE, FILE:SECTION or :SECTION."),
            .works("include", is: .logic(), repeats: true, scope: .both, help: "Reads an ini file in place."),
            .works(
                "inherit", is: .logic(), repeats: true, scope: .both,
                help: "Reads an ini file at the end, unexpanded, so that it overrides."),
            .works(
                "set", letter: "S", is: .logic(), repeats: true, scope: .both,
                help: "Sets an option or placeholder: NAME=VALUE."),
            .works(
                "set-placeholder", "set-ph", is: .logic(), repeats: true, scope: .both,
                help: "Sets a placeholder that is no option: NAME=VALUE."),
            .works(
                "declare-option", is: .logic(), repeats: true, scope: .both,
                help: "Declares an option of one's own: NAME=OPTION=VALUE;OPTION=VALUE with $1, $2..."),
            .works(
                "declare-option2", is: .logic(), repeats: true, scope: .both,
                help: "As declare-option; its values are expanded first."),
            .works("blacklist", is: .logic(), scope: .both, help: "Forbids options until end-blacklist."),
            .works("end-blacklist", is: .logic(.none), scope: .both, help: "Ends blacklist."),
            .works("whitelist", is: .logic(), scope: .both, help: "Forbids all other options until end-whitelist."),
            .works("end-whitelist", is: .logic(.none), scope: .both, help: "Ends whitelist."),
            .works(
                "strict", is: .flag { $0.strict = $1 }, default: "false", scope: .both, change: .nothing,
                help: "An unknown option is an error."),
            .works("end", "endif", "end-if", is: .logic(.optional), scope: .both, help: "Ends an if."),
            .works("endfor", "end-for", is: .logic(.optional), scope: .both, help: "Ends a for."),
            .works("else", is: .logic(.none), scope: .both, help: "The other branch of an if."),
        ] + logicRows
    }

    private static var logicRows: [OptionRow] {
        Logic.words.map { word in
            OptionRow(
                names: [word], oldNames: [], letter: nil, value: .logic(word.hasSuffix("-reload") ? .none : .required),
                repeats: true,
                defaultText: nil, scope: .both, change: .generation, status: .works,
                help: word.hasPrefix("for")
                    ? "Repeats each line up to endfor." : "Keeps the lines up to endif when it holds.")
        }
    }

    static var languageFamilies: [OptionFamily] {
        [
            OptionFamily(
                values: "xml|xmlconfig yaml|yml json|js config ldap sqlite3|sqlite", scope: .both,
                status: .refused("write the configuration as ini", stops: true),
                help: "Reads a configuration of another format."),
            OptionFamily(
                values: "inject-before inject-after resolve", scope: .both,
                status: .refused("use include", stops: true), help: "Puts text into a configuration."),
            OptionFamily(
                flags: "autoload no-server command-mode show-config", values: "dlopen", scope: .both,
                status: .accepted("there is nothing to do"), help: "An inner detail of uWSGI."),
            OptionFamily(
                flags: """
                    help|usage version cflags dot-h config-py dump-options plugins-list|plugin-list logger-list|loggers-list \
                    loop-list|loops-list clock-list|clocks-list cheaper-algo-list|cheaper-algos-list|cheaper-list python-version \
                    ldap-schema ldap-schema-ldif
                    """,
                values: """
                    get print iprint print-sym|print-symbol build-plugin binary-append-data extract connect-and-read signal stop reload \
                    pause suspend resume flock flock2 flock-wait flock-wait2 binsh force-cwd test
                    """,
                optionals: "exit", scope: .both, status: .refused("it is a tool of the uwsgi command", stops: false),
                help: "Does one thing and ends."),
        ]
    }
}
