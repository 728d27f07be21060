extension OptionTable {
    static var pythonRows: [OptionRow] {
        [
            .works(
                "home", "virtualenv", "venv", "pyhome", letter: "H", is: .path { $0.app.home = $1 },
                help: "The virtualenv, whose bin/python runs the site."),
            .works(
                "module", "wsgi", letter: "w", is: .word { $0.app.module = $1 },
                help: "The application: PACKAGE.MODULE or PACKAGE.MODULE:CALLABLE."),
            .works("wsgi-file", old: ["file"], is: .path { $0.app.file = $1 }, help: "The application: a Python file."),
            .works(
                "callable", is: .word { $0.app.callable = $1 }, default: "application",
                help: "The application's name in its module or file."),
            .works(
                "need-app", is: .optionalFlag { $0.app.needed = $1 }, default: "true where an application is named",
                help: "A start without an application is a failure."),
            .works(
                "mount", "worker-mount", is: .mapping { $0.app.mounts.append($1) }, repeats: true,
                help: """
                    Mounts an application: /PREFIX=MODULE:CALLABLE or /PREFIX=FILE; it answers requests with that \
                    SCRIPT_NAME.
                    """),
            .works(
                "manage-script-name", is: .flag { $0.app.managesScriptName = $1 }, default: "false",
                help: "Finds the mount point by PATH_INFO, and moves it from there to SCRIPT_NAME."),
            .works(
                "no-default-app", is: .flag { $0.app.fallsBack = !$1 }, default: "false",
                help: "Answers 500 where no application is mounted, instead of asking the default one."),
            .works("chdir", is: .path { $0.app.directory = $1 }, help: "The directory the site runs in."),
            .works(
                "chdir2", is: .path { $0.app.directoryAfterLoad = $1 },
                help: "The directory to change to once the application is loaded."),
            .works(
                "pythonpath", "python-path", "pp", is: .path { $0.app.pythonPath.append($1) }, repeats: true,
                help: "Adds a directory to the front of sys.path."),
            .works(
                "pyargv", is: .text { $0.app.setArguments($1) },
                help: "What follows the first element of sys.argv, separated by blanks."),
            .works(
                "env", is: .assignment { $0.app.setVariable($1) }, repeats: true,
                help: "Sets a variable of the environment: NAME=VALUE."),
            .works(
                "unenv", is: .word { $0.app.environment.append(.remove(name: $1)) }, repeats: true,
                help: "Removes a variable from the environment."),
            .works(
                "envdir", is: .path { $0.app.environmentDirectories.append($1) }, repeats: true,
                help: "A directory of files, each a variable of the environment, whatever env says of it."),
            .later(
                "early-envdir", is: .path(), repeats: true, meanwhile: "its variables are not set; use envdir",
                help: "A directory of variables that $(NAME) in the file sees too."),
            .works(
                "lazy-apps", old: ["lazy"], is: .flag { $0.app.lazy = $1 }, default: "false",
                help: "Loads the application in each worker instead of once."),
            .works(
                "import", "pyimport", "py-import", "python-import", is: .word { $0.app.imports.append($1) },
                repeats: true,
                help: "Imports a module or a .py file before the application; with lazy-apps in each worker."),
            .works(
                "shared-import", "shared-pyimport", "shared-py-import", "shared-python-import",
                is: .word { $0.app.sharedImports.append($1) }, repeats: true,
                help: "Imports a module or a .py file before the application, once for all processes."),
            .works(
                "pymodule-alias", is: .mapping { $0.app.moduleAliases.append($1) }, repeats: true,
                help: "Gives a module another name, before anything is imported: NAME=MODULE or NAME=/FILE."),
            .works(
                "post-pymodule-alias", is: .mapping { $0.app.lateModuleAliases.append($1) }, repeats: true,
                help: "As pymodule-alias, after import and before the application."),
            .works(
                "optimize", letter: "O", is: .count { $0.app.optimize = min($1, 2) }, default: "0",
                help: "Python's level of optimisation: 1 leaves out assert, 2 docstrings too."),
            .works(
                "py-autoreload", "py-auto-reload", "python-autoreload", "python-auto-reload",
                is: .seconds { $0.app.reloadsModules = $1 > 0 }, default: "0",
                help: """
                    Reloads when the file of a loaded module changes, for development; 0 is off, and any other number \
                    of seconds means at once.
                    """),
            .works(
                "py-auto-reload-ignore", is: .word { $0.app.modulesNotReloaded.append($1) }, repeats: true,
                help: "A module whose changes do not reload."),
            .later(
                "py-tracebacker", is: .path(), meanwhile: "use py-spy",
                help: "A socket that tells where each thread is."),
            .works(
                "catch-exceptions", is: .flag { $0.requests.showsExceptions = $1 }, default: "false",
                help: "Answers with the traceback where the application raises; for development only."),
            .later(
                "chunked-input-limit", is: .bytes(), meanwhile: "limit-post counts",
                help: "Longest chunk of a body, in bytes."),
            .later(
                "chunked-input-timeout", is: .seconds(), meanwhile: "socket-timeout counts",
                help: "How long a chunk may take, in seconds."),
            .works(
                "plugin", "plugins", "need-plugin", "need-plugins",
                is: .text { $0.app.versionOfPlugin = PythonPlugin.version(in: $1) ?? $0.app.versionOfPlugin },
                repeats: true, default: "built in", scope: .both,
                help: "Everything needed is built in; python311 and its like choose that Python where neither home nor "
                    + "python does."),
            .accepted(
                "plugins-dir", "plugin-dir", is: .text(), repeats: true, scope: .both,
                because: "everything needed is built in", help: "Where plugins are."),
            .accepted(
                "py-call-osafterfork", "py-call-uwsgi-fork-hooks", is: .flag(),
                because: "Python's fork hooks always run",
                help: "Runs Python's fork hooks."),
            .accepted(
                "wsgi-env-behaviour", "wsgi-env-behavior", is: .word(),
                because: "each request has a dictionary of its own",
                help: "Whether requests share the environ dictionary."),
            .accepted(
                "ignore-sigpipe", "ignore-write-errors", "disable-write-exception", "write-errors-exception-only",
                is: .flag(),
                because: "a client that has gone is no error", help: "What a client that has gone does."),
        ]
    }

    static var pythonFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags:
                    "wsgi-disable-file-wrapper wsgi-strict wsgi-accept-buffer|wsgi-accept-buffers start_response-nodelay",
                status: .notBuiltYet("PEP 3333 is followed to the letter"), help: "A detail of WSGI."),
            OptionFamily(
                flags: "ignore-script-name reload-os-env no-site paste-logger",
                values: "py-programname|py-program-name",
                status: .notBuiltYet("the usual behaviour counts"), help: "A detail of how Python is set up."),
            OptionFamily(
                flags: "reload-on-exception",
                values: """
                    reload-on-exception-type reload-on-exception-value reload-on-exception-repr exception-handler \
                    write-errors-tolerance
                    """,
                status: .notBuiltYet("an exception is logged and answered with 500"), help: "What an exception does."),
            OptionFamily(
                values: "py-executable|py-sys-executable python-raw py-sharedarea python-worker-override",
                status: .refused("the site's own python executable runs it", stops: false),
                help: "A detail of an embedded Python."),
            OptionFamily(
                values: "paste ini-paste ini-paste-logged pecan web3 pump wsgi-lite eval",
                status: .refused("write a module with an application callable and name it with module", stops: true),
                help: "The application in another form."),
            OptionFamily(
                values: "pyrun py", optionals: "pyshell pyshell-oneshot",
                status: .refused("run it with the virtualenv's own python", stops: true),
                help: "Runs a script or a shell."),
        ]
    }
}

extension AppSettings {
    mutating func setArguments(_ text: String) {
        arguments = text.split(separator: " ").map(String.init)
    }

    mutating func setVariable(_ mapping: Mapping) {
        environment.append(.set(name: mapping.key, value: mapping.value))
    }
}
