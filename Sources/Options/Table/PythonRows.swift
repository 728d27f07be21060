extension OptionTable {
    static let pythonRows: [OptionRow] = [
        .works(
            "home", "virtualenv", "venv", "pyhome", letter: "H", is: .path { $0.app.home = $1 },
            help: "The virtualenv, whose bin/python runs the site."),
        .works(
            "module", "wsgi", letter: "w", is: .word { $0.app.module = $1 },
            help: "The application: PACKAGE.MODULE or PACKAGE.MODULE:CALLABLE."),
        .works("wsgi-file", "file", is: .path { $0.app.file = $1 }, help: "The application: a Python file."),
        .works(
            "callable", is: .word { $0.app.callable = $1 }, default: "application",
            help: "The application's name in its module or file."),
        .works(
            "need-app", is: .flag { $0.app.needed = $1 }, default: "true where an application is named",
            help: "A start without an application is a failure."),
        .later(
            "mount", is: .mapping { $0.app.mounts.append($1) }, repeats: true,
            meanwhile: "the application is not mounted",
            help: "Mounts an application: /PREFIX=MODULE:CALLABLE or /PREFIX=FILE."),
        .works("chdir", is: .path { $0.app.directory = $1 }, help: "The directory the site runs in."),
        .works(
            "pythonpath", "python-path", "pp", is: .path { $0.app.pythonPath.append($1) }, repeats: true,
            help: "Adds a directory to the front of sys.path."),
        .works(
            "pyargv", is: .text { $0.app.setArguments($1) },
            help: "sys.argv without its first element, separated by blanks."),
        .works(
            "env", is: .assignment { $0.app.setVariable($1) }, repeats: true,
            help: "Sets a variable of the environment: NAME=VALUE."),
        .works(
            "unenv", is: .word { $0.app.environment.append(.remove(name: $1)) }, repeats: true,
            help: "Removes a variable from the environment."),
        .works(
            "lazy-apps", is: .flag { $0.app.lazy = $1 }, default: "false",
            help: "Loads the application in each worker instead of once."),
        .accepted(
            "plugin", "plugins", "need-plugin", "need-plugins", is: .text(), repeats: true,
            because: "everything needed is built in", help: "Loads plugins."),
    ]
}

extension AppSettings {
    mutating func setArguments(_ text: String) {
        arguments = text.split(separator: " ").map(String.init)
    }

    mutating func setVariable(_ mapping: Mapping) {
        environment.append(.set(name: mapping.key, value: mapping.value))
    }
}
