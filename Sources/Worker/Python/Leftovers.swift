/// Names what an import left behind that workers will not have, or will share.
let leftovers = """
    def leftovers(channel):
        return threads() + sockets(int(channel))

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

    def sockets(channel):
        found = []
        for number in sorted(int(name) for name in os.listdir('/proc/self/fd')):
            try:
                if number <= 2 or number == channel or not os.readlink('/proc/self/fd/%d' % number).startswith('socket:'):
                    continue
                import socket
                with socket.socket(fileno=os.dup(number)) as end:
                    peer = end.getpeername()
            except OSError:
                continue
            found.append('a connection to %s, opened by the import, is shared by all workers: '
                         'set lazy-apps, or open it later' % (peer if isinstance(peer, str) else ':'.join(map(str, peer[:2]))))
        return found

    """
