/// Names what an import left behind that workers will not have, or will share.
let leftovers = """
    def watch_import():
        randomness.watch()

    def leftovers(channel):
        return threads() + connections(int(channel)) + randomness.told()

    def threads():
        threading = sys.modules.get('threading')
        known = [t for t in threading.enumerate() if t is not threading.main_thread()] if threading else []
        text = 'thread %s, started by the import, does not exist in workers: set lazy-apps, or start it later'
        found = [text % repr(thread.name) for thread in known]
        tasks = [task for task in os.listdir('/proc/self/task') if int(task) != os.getpid()]
        named = {getattr(thread, 'native_id', None) for thread in known}
        for task in tasks:
            if int(task) not in named:
                with open('/proc/self/task/%s/comm' % task) as file:
                    found.append(text % repr(file.read().strip()))
        return found

    def connections(channel):
        found = []
        for number in sorted(int(name) for name in os.listdir('/proc/self/fd')):
            if number > 2 and number != channel:
                what = connected(number)
                if what and what not in found:
                    found.append(what)
        return ['%s, opened by the import, is shared by all workers: set lazy-apps, or open it later' % what
                for what in found]

    def connected(number):
        try:
            path = os.readlink('/proc/self/fd/%d' % number)
            if path.startswith('socket:'):
                import socket
                with socket.socket(fileno=os.dup(number)) as end:
                    peer = end.getpeername()
                return 'a connection to ' + (peer if isinstance(peer, str) else ':'.join(map(str, peer[:2])))
            return 'the database ' + path if is_database(number) else None
        except OSError:
            return None

    def is_database(number):
        # https://sqlite.org/fileformat.html: a file begins so once something was written to it.
        if 'sqlite3' not in sys.modules and '_sqlite3' not in sys.modules:
            return False
        import stat
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            return False
        with open('/proc/self/fdinfo/%d' % number) as file:
            flags = next(int(line.split()[1], 8) for line in file if line.startswith('flags:'))
        if status.st_size == 0:
            return flags & os.O_ACCMODE == os.O_RDWR
        return flags & os.O_ACCMODE != os.O_WRONLY and os.pread(number, 16, 0) == b'SQLite format 3\\0'

    """
