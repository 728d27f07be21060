"""Remembers what it was called with; /recorded tells it, and forgets."""
import json

OURS = ('SERVER_NAME', 'SERVER_PORT')
records = []


def application(environ, start_response):
    if environ['PATH_INFO'] == '/recorded':
        body = json.dumps(records).encode()
        records.clear()
    else:
        body = b'ok'
        records.append(record(environ))
    start_response('200 OK', [('Content-Type', 'application/json'), ('Content-Length', str(len(body)))])
    return [body]


def record(environ):
    """The request, without what tells of the worker and of its sockets."""
    seen = {name: value for name, value in environ.items() if not name.startswith(('wsgi.', 'uwsgi.')) and name not in OURS}
    if not seen.get('REMOTE_ADDR'):
        seen.pop('REMOTE_ADDR', None)
    if not environ['REQUEST_METHOD'].startswith('LAZY'):
        try:
            seen['body'] = environ['wsgi.input'].read().decode('latin-1')
        except OSError as error:
            seen['error'] = str(error)
    return seen
