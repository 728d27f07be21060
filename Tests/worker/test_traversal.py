"""Nothing outside of a served directory is ever sent, whatever paths, links and renames say."""
import os
import random
import threading

import pytest
from clients import connect, packet, to_end, variables
from master import files
from test_static import serving

PATHS = int(os.environ.get('TRAVERSAL_PATHS', 10_000))
SEED = int(os.environ.get('TRAVERSAL_SEED', 0)) or random.SystemRandom().randrange(1 << 32)
SECRET = b'nobody may see this'
PARTS = ['..', '.', '', 'a', 'b', 'static', 'static_private', 'secret', 'up', 'root', 'loop', 'far', 'cross', 'here',
         '%2e%2e', '..\\', '...', '.. ', 'etc', 'passwd', 'x' * 255, '\xff', '~', 'proc', 'self', 'cwd', '..;', '..%2f']
NEAR = ['a', 'a/b', 'here', '.', '', 'a/b/here']


@pytest.fixture
def farm(tmp_path):
    """A root with files and links of every kind, and a secret beside it under names that begin like the root's."""
    root = tmp_path / 'static'
    for folder in (root, root / 'a', root / 'a' / 'b'):
        folder.mkdir()
        (folder / 'page').write_text('public')
    private = tmp_path / 'static_private'
    private.mkdir()
    for place in (private / 'secret', tmp_path / 'secret', tmp_path / 'static.secret'):
        place.write_bytes(SECRET)
    links = {
        'up': '..', 'root': '/', 'loop': 'loop', 'far': str(private), 'cross': '../static_private', 'here': '.',
        'a/up': '../..', 'a/far': str(private / 'secret'), 'a/b/cross': '../../../static_private/secret',
        'a/b/here': str(root / 'a'), 'a/self': '/proc/self/cwd', 'cwd': '/proc/self/root', 'secret': '../secret'}
    for name, target in links.items():
        (root / name).symlink_to(target)
    return root


def body(site, path):
    client = connect(site.uwsgi)
    client.sendall(packet(variables(path)))
    answer = to_end(client)
    client.close()
    return answer


def test_generated_paths(farm):
    chance = random.Random(SEED)
    found = 0
    with serving(files(('/static', farm), ('', farm), indexes=['page', 'secret', '../secret', 'up/secret'])) as site:
        for _ in range(PATHS):
            parts = [chance.choice(chance.choice([PARTS, NEAR])) for _ in range(chance.randint(1, 6))]
            end = chance.choice(['page', 'page', 'page', 'secret', 'static_private/secret', 'etc/passwd', '', '..', 'static.secret'])
            path = chance.choice(['/static/', '/static', '/', '//']) + '/'.join([*parts, end])
            answer = body(site, path)
            assert SECRET not in answer and b'root:x:' not in answer, 'seed %d: %r' % (SEED, path)
            found += b'public' in answer
    assert found > PATHS // 100, 'the paths would show nothing if they led nowhere'


def test_renames_meanwhile(farm, tmp_path):
    """Links and directories on the way change all the time: a name is a page's at one moment and a secret's at the next."""
    swapped, done = 0, threading.Event()
    links = [farm / 'turn.public', farm / 'turn.private']
    links[0].symlink_to('a/page')
    links[1].symlink_to('../secret')
    (farm / 'turn').symlink_to('a/page')
    (farm / 'a' / 'b' / 'back').symlink_to('../..')

    def swap():
        nonlocal swapped
        while not done.is_set():
            os.replace(links[swapped % 2], farm / 'turn')
            links[swapped % 2].symlink_to(['a/page', '../secret'][swapped % 2])
            # Who is in b and goes up is somewhere else by then.
            os.rename(farm / 'a' / 'b', tmp_path / 'b')
            os.rename(tmp_path / 'b', farm / 'a' / 'b')
            os.rename(farm / 'a', farm / 'moved')
            (farm / 'a').symlink_to(tmp_path)
            os.unlink(farm / 'a')
            os.rename(farm / 'moved', farm / 'a')
            swapped += 1

    shown = 0
    with serving(files(('/static', farm))) as site:
        thread = threading.Thread(target=swap)
        thread.start()
        try:
            for count in range(PATHS // 5):
                path = '/static/' + ['turn', 'a/b/back/../turn', 'a/b/back/turn', 'a/b/back/secret', 'a/secret', 'a/page'][count % 6]
                answer = body(site, path)
                assert SECRET not in answer, path
                shown += b'public' in answer
        finally:
            done.set()
            thread.join()
    assert shown and swapped
