/// What a process does around its requests.
let processLife = """
    def show_exception(kind, value, trace):
        import traceback
        text = ''.join(traceback.format_exception(kind, value, trace))
        try:
            sys.stderr.write(text)
        except Exception:
            os.write(2, text.encode(errors='backslashreplace'))
        return text.encode(errors='backslashreplace').decode()

    def version():
        return sys.version.split()[0]

    def freeze():
        import gc
        gc.collect()
        gc.freeze()

    def drop_signal_handlers():
        import _signal
        for number in _signal.SIGHUP, _signal.SIGINT, _signal.SIGQUIT, _signal.SIGTERM:
            _signal.signal(number, _signal.SIG_DFL)

    def tell_stacks(number, file):
        import faulthandler
        faulthandler.register(int(number), file=int(file), all_threads=False, chain=False)

    def run_exit_functions():
        threading = sys.modules.get('threading')
        if threading:
            threading._shutdown()
        import atexit
        atexit._run_exitfuncs()
        for stream in sys.stdout, sys.stderr:
            if stream:
                stream.flush()

    """
