/// What the site's own Python runs first, as `python -u -c`: it looks at the interpreter, loads the extension and hands
/// over. Its one argument is the interpreter's path as the site names it, for messages. It must be valid for Python 2 too, which is one of the interpreters that it has to refuse by name.
public enum ZygoteBootstrap {
    /// The descriptor of the zygote's channel to its master.
    public static let channel: Int32 = 3
    /// The descriptor of the extension's file, opened by the master so that version and readability are its own.
    public static let extensionFile: Int32 = 4
    /// The extension's module name.
    public static let module = "_emperor_worker"
    /// The exit code of a zygote or worker that has reported why it cannot go on; uWSGI's for a failed app.
    public static let failureCode: Int32 = 22

    /// The program.
    public static let program = """
        import os, sys

        program = (sys.argv[1:] or [sys.executable])[0]

        def refusal():
            version = '%d.%d.%d' % sys.version_info[:3]
            found = '%s is %s %s' % (program, sys.version.find('PyPy') < 0 and 'Python' or 'PyPy', version)
            implementation = getattr(sys, 'implementation', None)
            if sys.version_info < (3, 9):
                return found + ': Python 3.9 or newer is needed; make the virtualenv again with a newer python3'
            if implementation.name != 'cpython':
                return found + ', not CPython; make the virtualenv again with a CPython'
            if 't' in getattr(sys, 'abiflags', ''):
                return found + ', built without the GIL (free-threaded); use the usual build of the same version'
            if 'musl' in getattr(implementation, '_multiarch', ''):
                return found + ', built for musl; use one that is built for glibc, as the system\\'s python3'
            if sys.maxsize < 2 ** 32:
                return found + ', a 32-bit build; use a 64-bit one'

        def fail(text):
            import json
            os.write(\(channel), json.dumps({'failed': {'_0': 'python', 'text': text}}).encode())
            sys.stderr.write(text + '\\n')
            os._exit(\(failureCode))

        def load():
            from importlib.machinery import ExtensionFileLoader
            from importlib.util import module_from_spec, spec_from_file_location
            path = '/proc/self/fd/\(extensionFile)'
            loader = ExtensionFileLoader('\(module)', path)
            module = module_from_spec(spec_from_file_location('\(module)', path, loader=loader))
            loader.exec_module(module)
            return module

        problem = refusal()
        if problem:
            fail(problem)
        try:
            module = load()
        except ImportError as error:
            fail('%s cannot load the worker extension: %s' % (program, error))
        os.close(\(extensionFile))
        main = module.main
        for name in [name for name in globals() if name[:2] != '__' and name != 'main']:
            del globals()[name]
        del globals()['name']
        globals().pop('main')(\(channel))
        """
}
