/// The parts of requests that need not be fast.
let requestParts = """
    class FileWrapper:
        def __init__(self, file, block_size=8192):
            self.file = file
            self.block_size = block_size
            if hasattr(file, 'close'):
                self.close = file.close

        def __iter__(self):
            return self

        def __next__(self):
            block = self.file.read(self.block_size)
            if block:
                return block
            raise StopIteration

    def has_descriptor(wrapper):
        try:
            return wrapper.file.fileno() >= 0
        except Exception:
            return False

    def answer_without_app(environ, start_response):
        body = b'Internal Server Error'
        sys.stderr.write('--- no python application found, check your startup logs for errors ---\\n')
        start_response('500 Internal Server Error', [
            ('Content-Type', 'text/plain'), ('Content-Length', str(len(body))), ('Connection', 'close')])
        return [body]

    """
