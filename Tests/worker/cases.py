r"""Reads the conformance cases of Tests/conformance: what is sent on one connection, and what becomes of it.

    --- name of the case
    GET /path?query HTTP/1.1
    Host: a

    === GET /path?query
    HTTP_ACCEPT: */*

A line that is sent ends with CRLF, unless it ends with a backslash. \r \n \t \\ and \xHH are bytes, \(64*x) is 64 times
what follows the star. `{1,2` opens a uwsgi packet with these modifiers, of which each line is a variable NAME=VALUE, and
`}` closes it; `{1,2,size` gives a size that is not its own.

Then follows what becomes of it, in order:

    === METHOD TARGET    the app is called. REQUEST_METHOD, REQUEST_URI, PATH_INFO, QUERY_STRING, SERVER_PROTOCOL (HTTP/1.1),
                         HTTP_HOST (a), SCRIPT_NAME and the body (empty) follow from that unless a line says otherwise;
                         `-NAME` is absent. Every other variable is listed: what is not is not there.
    === as sent          the app is called with the variables of the uwsgi packet, but for what the lines below change.
    === 400 REASON       it is answered 400, the log gives this reason, and the connection ends. The app is not called.
    === incomplete       nothing is answered before the client ends its side, then 400.
    === raw BYTES        these bytes are answered, and the connection ends.
    === ends             the connection ends behind the last answer; where nothing says so, it serves another request.
    === ends early       the client ends its side before it has its answers; then the connection ends.
    === silence          the connection ends without a byte.

`! NAME VALUE` at the head of a file is a part of the worker's order for all its cases.
"""
import json
import pathlib
import re
import struct

FOLDER = pathlib.Path(__file__).parents[1] / 'conformance'


class Case:
    def __init__(self, name, file, order):
        self.name, self.file, self.order = name, file, order
        self.data, self.records, self.refusal, self.raw = b'', [], None, None
        self.is_incomplete = self.ends = self.is_silent = self.leaves = False
        self.variables = {}


def load(kind):
    """All cases of a folder, in order of files and lines."""
    return [case for path in sorted((FOLDER / kind).glob('*.txt')) for case in of_file(path)]


def of_file(path):
    head, *parts = re.split(r'^--- ', path.read_text(), flags=re.M)
    order = {'module': 'recorder'}
    for line in re.findall(r'^! (.*)$', head, re.M):
        name, _, value = line.partition(' ')
        order[name] = json.loads(value)
    return [parse(part, path.stem, order) for part in parts]


def parse(text, file, order):
    name, *lines = text.rstrip('\n').split('\n')
    case = Case(name, file, order)
    start = next((at for at, line in enumerate(lines) if line.startswith('=== ')), None)
    assert start is not None, '%s: %s: no === follows' % (file, name)
    case.data = sent(lines[:start], case)
    for line in lines[start:]:
        if line.startswith('=== '):
            outcome(case, line[4:])
        elif line and not line.startswith('#'):
            variable(case, line)
    return case


def sent(lines, case):
    data, packet = b'', None
    for line in lines:
        if packet is None and re.fullmatch(r'\{\d+,\d+(,\d+)?', line):
            packet = [int(number) for number in line[1:].split(',')], b''
        elif packet and line == '}':
            (modifier1, modifier2, *size), block = packet
            data += struct.pack('<BHB', modifier1, *(size or [len(block)]), modifier2) + block
            packet = None
        elif packet:
            name, _, value = line.partition('=')
            case.variables[unescape(name).decode('latin-1')] = unescape(value).decode('latin-1')
            packet = packet[0], packet[1] + counted(unescape(name)) + counted(unescape(value))
        else:
            is_open = line.endswith('\\') and not line.endswith('\\\\')
            data += unescape(line[:-1] if is_open else line) + (b'' if is_open else b'\r\n')
    return data


def counted(data):
    return struct.pack('<H', len(data)) + data


ESCAPE = re.compile(rb'\\(?:\((\d+)\*((?:[^)\\]|\\.)*)\)|x([0-9a-fA-F]{2})|([rnt\\]))')
LETTERS = {b'r': b'\r', b'n': b'\n', b't': b'\t', b'\\': b'\\'}


def unescape(text):
    return expand(text.encode('latin-1'))


def expand(data):
    return ESCAPE.sub(escaped, data)


def escaped(match):
    count, repeated, number, letter = match.groups()
    if count:
        return int(count) * expand(repeated)
    return bytes([int(number, 16)]) if number else LETTERS[letter]


def outcome(case, text):
    word, _, rest = text.partition(' ')
    if word.isdigit():
        case.refusal, case.ends = (int(word), rest), True
    elif text == 'as sent':
        case.records.append({'SCRIPT_NAME': '', 'body': '', **case.variables})
    elif word == 'raw':
        case.raw = unescape(rest)
    elif text == 'incomplete':
        case.refusal, case.is_incomplete, case.ends = (400, 'ended its side within a request'), True, True
    elif text in ('ends', 'silence', 'ends early'):
        case.ends, case.is_silent, case.leaves = True, text == 'silence', text == 'ends early'
    else:
        case.records.append(request(word, unescape(rest).decode('latin-1')))


def request(method, target):
    path, _, query = target.partition('?')
    return {
        'REQUEST_METHOD': method, 'REQUEST_URI': target, 'PATH_INFO': path, 'QUERY_STRING': query, 'SCRIPT_NAME': '',
        'SERVER_PROTOCOL': 'HTTP/1.1', 'HTTP_HOST': 'a', 'body': ''}


def variable(case, line):
    record = case.records[-1]
    if line.startswith('-'):
        record.pop(line[1:], None)
    else:
        name, _, value = line.partition(':')
        record[name] = unescape(value[1:]).decode('latin-1')
