"""wsgiref.validate and werkzeug.middleware.lint find nothing to say about the server, whatever the app does."""
import sysconfig

import pytest
import strict
from clients import HTTP, uwsgi
from conftest import HERE, Site
from master import Master

BODY = b'one\ntwo\nthree'
STATUSES = {'no_content': 204, 'not_modified': 304, 'replaced': 503}


@pytest.fixture(scope='module')
def strict_site():
    with Master(directory=HERE, module='strict', pythonPath=[sysconfig.get_path('purelib')]) as master:
        master.loaded()
        site = Site(master)
        site.start()
        yield site
        site.close()


def ask(site, *request):
    http = HTTP(site.http)
    answer = http.request(*request)
    http.close()
    return answer


@pytest.mark.parametrize('kind', strict.NAMES)
@pytest.mark.parametrize('way', strict.AROUND)
def test_silent(strict_site, way, kind):
    path = '/%s/%s' % (way, kind)
    start = len(strict_site.master.log)
    answers = [ask(strict_site, path, method) for method in ('GET', 'HEAD', 'OPTIONS', 'DELETE')]
    answers += [ask(strict_site, path, method, BODY, ['Content-Type: text/plain']) for method in ('POST', 'PUT')]
    answers += [ask(strict_site, path + '?a=b', 'POST', b'x' * 100_000), ask(strict_site, path, 'GET', b'')]
    answers += [uwsgi(strict_site.uwsgi, path), uwsgi(strict_site.uwsgi, path, 'HEAD')]
    answers += [uwsgi(strict_site.uwsgi, path, 'POST', body=BODY, CONTENT_TYPE='text/plain', HTTPS='on')]
    assert [answer.status for answer in answers] == [STATUSES.get(kind, 200)] * len(answers)
    said = strict_site.master.await_output('POST %s' % path)[start:]
    assert 'Error' not in said and 'Warning' not in said and 'Traceback' not in said


@pytest.mark.parametrize('way, said', [('validate', 'AssertionError'), ('lint', 'WSGIWarning')])
def test_somebody_looks(strict_site, way, said):
    """The others are not silent because nothing is in between."""
    assert ask(strict_site, '/%s/breaks_rules' % way).status == 500
    strict_site.master.await_output(said)
