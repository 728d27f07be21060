/// `warm-up`: a request that the zygote makes of the app itself, so that what the first request builds up is there once
/// and shared, not made anew in each worker. Answers with what went wrong, or nothing.
let warmUp = """
    def warm_up(app, request):
        import io
        host, slash, path = request.partition('/')
        path, _, query = (slash + path).partition('?')
        environ = {
            'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': '', 'PATH_INFO': path, 'QUERY_STRING': query,
            'REQUEST_URI': path + ('?' + query if query else ''), 'SERVER_PROTOCOL': 'HTTP/1.1',
            'SERVER_NAME': host or 'localhost', 'SERVER_PORT': '80', 'HTTP_HOST': host or 'localhost',
            'REMOTE_ADDR': '127.0.0.1', 'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http',
            'wsgi.input': io.BytesIO(), 'wsgi.errors': sys.stderr, 'wsgi.multithread': False,
            'wsgi.multiprocess': True, 'wsgi.run_once': False,
        }
        statuses = []
        def start_response(status, headers, exc_info=None):
            statuses.append(status)
            return lambda data: None
        try:
            answer = app(environ, start_response)
            try:
                for _ in answer:
                    pass
            finally:
                if hasattr(answer, 'close'):
                    answer.close()
        except BaseException as error:
            return told(error)
        finally:
            close_databases()
        if not statuses or statuses[-1][:1] not in '123':
            return 'it was answered with ' + (statuses[-1] if statuses else 'nothing')
        return ''

    def close_databases():
        django = sys.modules.get('django.db')
        if django:
            django.connections.close_all()

    """
