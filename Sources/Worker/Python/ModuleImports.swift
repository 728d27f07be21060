/// Modules besides the app's: `import`, `shared-import` and the aliases. Each function answers with what went wrong.
let moduleImports = """
    def import_modules(option, names):
        problems = []
        for name in names.split('\\0') if names else []:
            try:
                if '/' in name or name.endswith('.py'):
                    run_source(module_name(name), name, source_of(name))
                else:
                    __import__(name)
            except BaseException as error:
                problems.append('%s = %s failed, and the site goes on without it: %s' % (option, name, told(error)))
        return problems

    def add_alias(name, target):
        try:
            if '/' in target:
                run_source(name, target, source_of(target))
            else:
                __import__(target)
                sys.modules[name] = sys.modules[target]
        except BaseException as error:
            return told(error)
        return ''

    def change_directory(path):
        try:
            os.chdir(path)
        except OSError as error:
            return error.strerror
        return ''

    """
