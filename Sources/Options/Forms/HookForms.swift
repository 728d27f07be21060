/// The values of `hook-*`, `exec-*` and `touch-exec` (core/hooks.c). What uWSGI does itself with files is done by a shell
/// script, so that it happens as the site's user, and whatever it waits for holds up nobody.
enum HookForms {
    /// `ACTION:ARGUMENTS`, with a `!` before it where the arguments are not to be shown.
    static func hook(_ text: String) -> Form<HookAction> {
        guard let colon = text.firstIndex(of: ":") else {
            return .wrong("is not of the form ACTION:ARGUMENTS", uwsgi: "ends with an error")
        }
        let name = String(text[..<colon].drop { $0 == "!" })
        let argument = String(text[text.index(after: colon)...])
        if let script = scripts[name] { return scripted(name, script, argument) }
        return special(name, argument)
    }

    /// A hook of a moment: the application's start may still be changed, or not.
    static func hook(_ text: String, at phase: HookPhase) -> Form<HookAction> {
        let form = hook(text)
        switch form.value {
        case .changeDirectory?, .setVariable?:
            if phase.isBeforeApp { return form }
            return Form(.nothing, [.warning("does nothing: the processes of the site have started by then")])
        case .exec?, .script?, .log?, .exit?, .nothing?, nil: return form
        }
    }

    /// `FILE COMMAND`.
    static func touchExec(_ text: String) -> Form<TouchSettings> {
        guard let (path, command) = text.firstWord else {
            return .wrong("is not of the form FILE COMMAND", uwsgi: "takes all of it for the file's name")
        }
        return Form(TouchSettings(path: path, action: .exec(command, isSafe: false)))
    }

    /// `FILE ACTION:ARGUMENTS`.
    static func hookTouch(_ text: String) -> Form<TouchSettings> {
        guard let (path, hook) = text.firstWord else { return .wrong("is not of the form FILE ACTION:ARGUMENTS") }
        let form = self.hook(hook, at: .touch)
        return Form(form.value.map { TouchSettings(path: path, action: $0) }, form.problems)
    }

    /// A shell command, as `exec-*` has it.
    static func command(_ text: String) -> Form<HookAction> {
        text.isEmpty ? .wrong("has no command") : Form(.exec(text, isSafe: false))
    }

    /// A script and how many blanks its arguments are separated by; the last one may contain more of them.
    private typealias Script = (text: String, arguments: Int)

    private static let scripts: [String: Script] = [
        "mkdir": ("mkdir -- \"$1\"", 1),
        "chmod": ("chmod -- \"$2\" \"$1\"", 2),
        "chown": ("chown -- \"$2:$3\" \"$1\"", 3),
        "chown2": ("chown -- \"$2:$3\" \"$1\"", 3),
        "sticky": ("chmod -- +t \"$1\"", 1),
        "create": (": > \"$1\"", 1),
        "creat": (": > \"$1\"", 1),
        "write": ("printf %s \"$2\" > \"$1\"", 2),
        "writen": ("printf '%s\\n' \"$2\" > \"$1\"", 2),
        "append": ("printf %s \"$2\" >> \"$1\"", 2),
        "appendn": ("printf '%s\\n' \"$2\" >> \"$1\"", 2),
        "writefifo": (
            "printf %s \"$2\" | dd of=\"$1\" oflag=nonblock conv=notrunc,nocreat status=none 2>/dev/null || test -p \"$1\"",
            2
        ),
        "spinningfifo": ("until test -p \"$1\"; do sleep 1; done; printf %s \"$2\" > \"$1\"", 2),
        "unlink": ("rm -- \"$1\"", 1),
        "hostname": ("hostname -- \"$1\"", 1),
        "wait_for_fs": (waiting("-e"), 1),
        "wait_for_file": (waiting("-f"), 1),
        "wait_for_dir": (waiting("-d"), 1),
    ]

    /// Waits for a minute, as uWSGI does (wait-for-fs-timeout).
    private static func waiting(_ test: String) -> String {
        "i=0; until test \(test) \"$1\"; do i=$((i+1)); test $i -le 60 || exit 1; sleep 1; done"
    }

    private static let synopses = [
        "chmod": "FILE MODE", "chown": "FILE USER GROUP", "chown2": "FILE UID GID",
    ]

    private static func scripted(_ name: String, _ script: Script, _ argument: String) -> Form<HookAction> {
        var arguments = argument.split(
            separator: " ", maxSplits: script.arguments - 1, omittingEmptySubsequences: false
        ).map(String.init)
        if name == "appendn" && arguments.count == 1 { arguments.append("") }
        guard arguments.count == script.arguments, arguments[0] != "" else {
            let synopsis = synopses[name] ?? (script.arguments == 1 ? "FILE" : "FILE TEXT")
            return .wrong("is not of the form \(name):\(synopsis)", uwsgi: "fails when it runs")
        }
        return Form(.script(script.text, arguments: arguments))
    }

    private static func special(_ name: String, _ argument: String) -> Form<HookAction> {
        switch name {
        case "exec", "safeexec": Form(.exec(argument, isSafe: name == "safeexec"))
        case "print", "log": Form(.log(argument))
        case "cd", "chdir": Form(.changeDirectory(argument))
        case "putenv": variable(argument)
        case "exit": Form(.exit(argument))
        case "unix_signal": signal(argument)
        case "mount", "umount": .wrong("is not supported: mount in systemd's unit")
        case "call", "callret", "callint", "callintret":
            Form(.nothing, [.warning("does nothing: there are no functions of C to call")])
        case "alarm", "rpc", "retryrpc", "wait_for_socket":
            Form(.nothing, [.warning("does nothing: the action \(name) is not built")])
        default: .wrong("has the action \(name), which there is not", uwsgi: "ends with an error")
        }
    }

    private static func variable(_ text: String) -> Form<HookAction> {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            return .wrong("is not of the form putenv:NAME=VALUE")
        }
        return Form(
            .setVariable(name: String(text[..<equals]), value: String(text[text.index(after: equals)...])))
    }

    /// A signal's number and the function of uWSGI that takes it: what they ask for may be what happens here anyway.
    private static func signal(_ text: String) -> Form<HookAction> {
        switch text.split(separator: " ").map(String.init) {
        case ["15", "gracefully_kill_them_all"], ["2", "gracefully_kill_them_all"], ["1", "grace_them_all"],
            ["3", "kill_them_all"]:
            Form(.nothing)
        default:
            Form(
                .nothing,
                [
                    .warning(
                        "does nothing: SIGTERM and SIGINT stop gracefully, SIGQUIT stops at once, SIGHUP reloads, whatever "
                            + "is written here")
                ])
        }
    }
}
