/// Finds the app; says what there is when it is not there.
let appFinder = """
    import io, os, sys

    class NoApp(Exception):
        pass

    def prepare(arguments, path):
        sys.argv[:] = ['uwsgi'] + [item for item in arguments.split('\\0') if item]
        if sys.path and sys.path[0] in ('', os.getcwd()):
            del sys.path[0]
        sys.path.insert(0, '.')
        for pattern in path.split('\\0'):
            for item in expand(pattern):
                sys.path.insert(0, item)

    def expand(pattern):
        if not pattern:
            return []
        if not set(pattern) & set('*?['):
            return [pattern]
        import glob
        return sorted(glob.glob(pattern)) or [pattern]

    def load_mounted(app, name):
        if app.endswith(('.py', '.wsgi')):
            return load_app('', app, name, 'file')
        return load_app(app, '', name)

    def load_app(module, path, name, option='wsgi-file'):
        try:
            return find_app(module, path, name, option), ''
        except NoApp as problem:
            text = str(problem)
            sys.stderr.write(text + '\\n')
        except BaseException as error:
            text = told(error) + hint(error, module.partition(':')[0])
        return None, text

    def told(error):
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == '<emperor>':
            trace = trace.tb_next
        show_exception(type(error), error, trace)
        return summary(error)

    def find_app(module, path, name, option):
        if module:
            target, _, attribute = module.partition(':')
            __import__(target)
            return pick(sys.modules[target], attribute or name or 'application')
        if path:
            return pick(run_app(path, option), name or 'application')
        raise NoApp('no app is named: set module or wsgi-file')

    def run_app(path, option):
        try:
            source = source_of(path)
        except OSError as error:
            where = neighbours(os.path.dirname(path) or '.')
            raise NoApp('%s %s: %s; %s' % (option, path, error.strerror, where)) from None
        return run_source('uwsgi_file_' + module_name(path), path, source)

    def module_name(path):
        return path.removesuffix('.py').replace('/', '_').replace('.', '_')

    def source_of(path):
        with open(path, 'rb') as file:
            return file.read()

    def run_source(name, path, source):
        module = type(sys)(name)
        module.__file__ = path
        sys.modules[name] = module
        exec(compile(source, path, 'exec', dont_inherit=True), module.__dict__)
        return module

    def neighbours(directory):
        try:
            names = sorted(name for name in os.listdir(directory) if name.endswith(('.py', '.wsgi')))
        except OSError:
            names = []
        where = os.path.abspath(directory)
        return 'in %s there are: %s' % (where, ', '.join(names[:8])) if names else 'no Python file is in ' + where

    def pick(module, name):
        where = getattr(module, '__file__', None)
        where = module.__name__ + (' (%s)' % where if where else '')
        found = module
        for part in name.removesuffix('()').split('.') if name.endswith('()') else name.split('.'):
            try:
                found = getattr(found, part)
            except AttributeError:
                raise NoApp('%s has no attribute %r%s' % (where, part, candidates(module))) from None
        if not callable(found):
            raise NoApp('%r in %s is no callable but of type %s%s' % (
                name, where, type(found).__name__, candidates(module)))
        if not name.endswith('()'):
            return found
        made = found()
        if not callable(made):
            raise NoApp('%s of %s made no callable but a %s' % (name, where, type(made).__name__))
        return made

    usual = ('application', 'app', 'wsgi', 'wsgi_app', 'create_app', 'make_app', 'get_app')

    def candidates(module):
        function = type(candidates)
        names = []
        for name, value in vars(module).items():
            if name.startswith('_') or isinstance(value, type) or not callable(value):
                continue
            if isinstance(value, function) and value.__module__ != module.__name__:
                continue
            is_factory = isinstance(value, function) and name.startswith(('create_', 'make_', 'get_'))
            names.append((name not in usual, name + '()' if is_factory else name))
        if not names:
            return '; there is no callable in it'
        return '; callables in it: ' + ', '.join(name for _, name in sorted(names)[:6])

    def summary(error):
        text = str(error).strip().split('\\n')[0]
        return type(error).__name__ + (': ' + text if text else '')

    def hint(error, target):
        missing = isinstance(error, ModuleNotFoundError) and error.name
        if not missing or not (target + '.').startswith(missing + '.'):
            return ''
        modules = []
        for directory in sys.path:
            if directory.startswith((sys.prefix, sys.base_prefix)) or not os.path.isdir(directory):
                continue
            for name in sorted(os.listdir(directory)):
                stem, dot, ending = name.partition('.')
                package = os.path.isfile(os.path.join(directory, name, '__init__.py'))
                if stem.isidentifier() and (ending == 'py' or package):
                    modules.append(stem)
        found = ', '.join(modules[:8]) or 'none'
        return '; modules in %s and pythonpath: %s' % (os.getcwd(), found)

    """
