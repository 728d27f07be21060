/// Names and files of the modules that are loaded, in turn.
let moduleFiles = """
    def module_files():
        found = []
        for name, module in list(sys.modules.items()):
            try:
                path = vars(module).get('__file__')
                if path.endswith(('.pyc', '.pyo')):
                    path = path[:-1]
                (name + path).encode()
            except Exception:
                continue
            found += [name, path]
        return found

    """
