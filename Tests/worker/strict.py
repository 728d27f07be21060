"""Apps of every kind, between them and the server what is strict about PEP 3333: /validate/KIND or /lint/KIND. What would
be a warning raises."""
import io
import sys
import warnings
from wsgiref.validate import validator

from werkzeug.middleware.lint import LintMiddleware

warnings.simplefilter('error')
TEXT = [('Content-Type', 'text/plain')]


def a_list(environ, start_response):
    start_response('200 OK', TEXT)
    return [b'one', b'two']


def with_length(environ, start_response):
    start_response('200 OK', TEXT + [('Content-Length', '6')])
    return [b'length']


def a_tuple(environ, start_response):
    start_response('200 OK', TEXT)
    return (b'one', b'two')


def a_generator(environ, start_response):
    start_response('200 OK', TEXT)
    return (part for part in [b'one', b'', b'two'])


class Object:
    def __init__(self):
        self.parts = iter([b'one', b'two'])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.parts)

    def close(self):
        pass


def an_object(environ, start_response):
    start_response('200 OK', TEXT)
    return Object()


def nothing(environ, start_response):
    start_response('200 OK', TEXT)
    return []


def no_content(environ, start_response):
    start_response('204 No Content', [('Content-Length', '0')])
    return []


def not_modified(environ, start_response):
    start_response('304 Not Modified', [('ETag', '"x"')])
    return []


def a_file(environ, start_response):
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](io.BytesIO(b'a file'), 3)


def a_real_file(environ, start_response):
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](open(__file__, 'rb'))


def writes(environ, start_response):
    write = start_response('200 OK', TEXT)
    write(b'written, ')
    return [b'returned']


def replaced(environ, start_response):
    start_response('200 OK', TEXT)
    try:
        raise LookupError
    except LookupError:
        start_response('503 Service Unavailable', TEXT, sys.exc_info())
    return [b'replaced']


def errors(environ, start_response):
    environ['wsgi.errors'].write('said\n')
    environ['wsgi.errors'].writelines(['more\n'])
    environ['wsgi.errors'].flush()
    return a_list(environ, start_response)


def reads(environ, start_response):
    body = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
    start_response('200 OK', TEXT)
    return [body]


def reads_lines(environ, start_response):
    stream = environ['wsgi.input']
    parts = [stream.read(0)] + list(stream)
    start_response('200 OK', TEXT)
    return parts


def shows(environ, start_response):
    body = '\n'.join(sorted(environ)).encode()
    start_response('200 OK', TEXT)
    return [body]


def breaks_rules(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', '9')])
    environ['wsgi.input'].read()
    return [b'text']


KINDS = [a_list, with_length, a_tuple, a_generator, an_object, nothing, no_content, not_modified, a_file, a_real_file, writes,
         replaced, errors, reads, reads_lines, shows]
NAMES = [kind.__name__ for kind in KINDS]
APPS = {kind.__name__: kind for kind in KINDS + [breaks_rules]}
AROUND = {'validate': validator, 'lint': LintMiddleware}


def application(environ, start_response):
    _, way, kind = environ['PATH_INFO'].split('/')
    return AROUND[way](APPS[kind])(environ, start_response)
