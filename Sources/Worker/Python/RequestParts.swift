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

    # A file of another kind may have a descriptor whose bytes are not what reading it gives (gzip.GzipFile).
    def place_in_file(wrapper):
        file = wrapper.file
        tempfile = sys.modules.get('tempfile')
        if tempfile and type(file) is tempfile._TemporaryFileWrapper:
            file = file.file
        raw = file.raw if type(file) in (io.BufferedReader, io.BufferedRandom) else file
        if type(raw) is not io.FileIO:
            return None
        try:
            if file is not raw:
                file.flush()
            return file.fileno(), file.tell()
        except (OSError, ValueError):
            return None

    def answer_without_app(environ, start_response):
        body = b'Internal Server Error'
        sys.stderr.write('--- no python application found, check your startup logs for errors ---\\n')
        start_response('500 Internal Server Error', [
            ('Content-Type', 'text/plain'), ('Content-Length', str(len(body))), ('Connection', 'close')])
        return [body]

    """
