"""The package: one command builds, shows, tests; what is missing is said; the demo leaves nothing behind."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from harness import places, ports, proc, wire
from harness.browser import Browser, log_in
from harness.emperor import command
from harness.wait import until


def bootstrap(*before):
    return subprocess.run(
        [*before, places.ROOT / "scripts/bootstrap", "test"], capture_output=True, text=True, cwd=places.ROOT
    )


def test_bootstrap_does_nothing_the_second_time():
    again = bootstrap()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def unshares():
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0


@pytest.mark.root
def test_bootstrap_without_the_right_prints_the_line_to_run():
    """One package's header hidden from one process, which is nobody."""
    if not unshares():
        pytest.skip("no mount namespaces here")
    hide = "mount -t tmpfs none /usr/include/python3.11 && exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$0\" \"$@\""
    refused = bootstrap("unshare", "--mount", "sh", "-c", hide)
    assert refused.returncode == 1
    assert "apt-get install -y --no-install-recommends python3-dev\n" in refused.stderr, refused.stderr


def test_install_lays_out_everything(arena):
    """DESTDIR goes before every path and into none of the files."""
    image = arena.path / "image"
    subprocess.run(
        ["make", "install", f"DESTDIR={image}", "PREFIX=/opt/emperor"],
        cwd=places.ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    prefix = image / "opt/emperor"
    for name in ("bin/emperor", "bin/vassal", "bin/emperorctl"):
        assert os.access(prefix / name, os.X_OK)
    assert (prefix / "lib/emperor/emperor_worker.so").is_file()
    assert (prefix / "share/doc/emperor/LICENSE").is_file()
    completes(prefix)
    assert (image / "etc/emperor/vassals.d").is_dir()
    unit = (prefix / "lib/systemd/system/emperor.service").read_text()
    assert "ExecStart=/opt/emperor/bin/emperor " in unit
    assert str(image) not in unit and "@" not in unit
    runs_from(arena, prefix)


def completes(prefix):
    """Completion is installed for every shell, and bash's finds an option by its beginning."""
    for program in ("emperor", "vassal", "emperorctl"):
        for file in (f"bash-completion/completions/{program}", f"zsh/site-functions/_{program}", f"fish/vendor_completions.d/{program}.fish"):
            assert program in (prefix / "share" / file).read_text()
    script = prefix / "share/bash-completion/completions/vassal"
    words = "COMP_WORDS=(vassal --max-req); COMP_CWORD=1; _vassal; echo ${COMPREPLY[@]}"
    found = subprocess.run(["bash", "-c", f"source {script}; {words}"], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["--max-requests", "--max-requests-delta"]


def runs_from(arena, folder):
    """The programs there find each other, and no compiler or runtime is on the way: PATH is that of a bare Debian."""
    assert shutil.which("swift", path=arena.environment["PATH"]) is None
    site = arena.site("blog", "hello")
    arena.daemon("installed", [folder / "bin/emperor", "--run-dir", arena.run, "--state-dir", arena.state, arena.vassals])
    ctl = [folder / "bin/emperorctl", "--run-dir", arena.run]
    until(lambda: wire.accepts(site.http), arena.logs)
    assert site.get().body == b"hello"
    status = command(arena, [*ctl, "status", "--json"])
    assert status.code == 0, status
    master = status.json["vassals"][0]["pid"]
    assert Path(f"/proc/{master}/exe").readlink() == folder / "bin/vassal"
    assert command(arena, [*ctl, "reload", "blog"]).code == 0


def test_the_folder_runs_where_it_is_copied_to(arena):
    """bin and lib side by side are all there is to it."""
    copy = arena.path / "copy"
    shutil.copytree(places.DIST, copy)
    runs_from(arena, copy)


@pytest.mark.parametrize("code", [0, 2])
def test_the_check_of_a_change_is_make_test(arena, code):
    """From anywhere, with its exit code."""
    tools = arena.make("tools")
    (tools / "make").write_text(f'#!/bin/sh\necho "$PWD: make $*"\nexit {code}\n')
    (tools / "make").chmod(0o755)
    ran = command(arena, [places.ROOT / ".ci/run"], environment={"PATH": f"{tools}:/usr/bin:/bin"}, cwd=arena.path)
    assert (ran.code, ran.out) == (code, f"{places.ROOT}: make test\n")


def test_the_exit_code_of_the_tests_is_that_of_any_part(arena):
    """A failure of the first part is not hidden by the last, and the counts are the last lines."""
    folder = arena.make("checkout")
    (folder / "swift").write_text("#!/bin/sh\necho 'Test run with 3 tests failed after 0.1 seconds.'\nexit 1\n")
    (folder / "swift").chmod(0o755)
    ran = command(
        arena, [places.ROOT / "scripts/test", "unit"], environment={"SWIFT": str(folder / "swift")}, cwd=folder
    )
    assert ran.code == 1, ran
    assert ran.out.splitlines()[-1].split() == "unit exit 1: Test run with 3 tests failed after 0.1 seconds.".split()


def test_what_is_built_is_ignored():
    if not (places.ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = [".build/x", ".build-debug/x", "Package.resolved", "examples/hello/__pycache__/hello.cpython-311.pyc"]
    ignored = subprocess.run(["git", "check-ignore", *names], cwd=places.ROOT, capture_output=True, text=True).stdout
    assert ignored.split() == names


@pytest.fixture
def checkout(arena):
    """What `make demo` has before it, with ports from the kernel and the virtualenvs that are there already."""
    copy = arena.path / "checkout"
    shutil.copytree(places.ROOT / "vassals.d", copy / "vassals.d")
    shutil.copytree(places.EXAMPLES, copy / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / ".build/demo").mkdir(parents=True)
    (copy / ".build/dist").symlink_to(places.DIST)
    for name in ("blog", "notes"):
        requirements = places.EXAMPLES / name / "requirements.txt"
        subprocess.run([places.ROOT / "scripts/venv", places.ROOT / ".build/demo/env" / name, requirements], check=True)
    (copy / ".build/demo/env").symlink_to(places.ROOT / ".build/demo/env")
    taken = {}
    for number, name in enumerate(("hello", "blog", "notes"), start=8001):
        taken[name] = ports.free()
        ini = copy / f"vassals.d/{name}.ini"
        text = ini.read_text()
        assert f"127.0.0.1:{number}" in text
        ini.write_text(text.replace(f"127.0.0.1:{number}", f"127.0.0.1:{taken[name]}"))
    return copy, {name: ("127.0.0.1", port) for name, port in taken.items()}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo(arena, checkout, number):
    """Three sites, a table with their addresses, commands that work as they are printed, nothing left after Ctrl-C."""
    copy, addresses = checkout
    demo = arena.daemon("demo", [places.ROOT / "scripts/demo", copy / "vassals.d"], cwd=copy)
    demo.says("Ctrl-C", within=240)
    for name, address in addresses.items():
        (line,) = (line for line in demo.log().splitlines() if line.split()[:1] == [name])
        assert f"http://127.0.0.1:{address[1]}/" in line and "running" in line
    assert "venv:" not in demo.log(), "nothing is installed the second time"

    assert wire.http(addresses["hello"]).body.startswith(b"Hello from Emperor")
    log_in(Browser(addresses["blog"]), "admin", "emperor")
    visitor = Browser(addresses["blog"])
    assert b"Your visits: 1" in visitor.get("/").body and b"Your visits: 2" in visitor.get("/").body
    notes = Browser(addresses["notes"])
    assert notes.post("/", text="remember the milk").status == 302
    assert b"remember the milk" in notes.get("/notes.json").body

    assert printed(arena, demo, copy, "reload").code == 0
    broken = printed(arena, demo, copy, "break")
    assert broken.code == 1 and "SyntaxError" in broken.text, broken
    assert wire.http(addresses["hello"]).body.startswith(b"Hello from Emperor")
    assert printed(arena, demo, copy, "mend").code == 0
    assert printed(arena, demo, copy, "stop").code == 0
    assert not wire.accepts(addresses["notes"])
    assert printed(arena, demo, copy, "start").code == 0
    assert wire.http(addresses["notes"]).status == 200

    demo.signal(number)
    assert demo.ended() == 0
    assert not (copy / ".build/demo/run").exists()
    until(lambda: arena.processes() == [], lambda: "\n".join(map(str, arena.processes())))


def printed(arena, demo, folder, verb):
    """Runs the command that the demo shows for this verb; one that ends in && goes on in the next line."""
    lines = demo.log().splitlines()
    (first,) = (number for number, line in enumerate(lines) if line.split()[:1] == [verb])
    text = lines[first].split(None, 1)[1]
    if text.endswith("&&"):
        text += lines[first + 1]
    return command(arena, ["sh", "-c", text], cwd=folder)


def test_every_process_of_a_test_is_found(arena):
    """The count at the end of each test is worth what it finds: a process in a session of its own, without its
    parent, with another environment."""
    script = f"setsid env -i PATH=$PATH sleep 60 & cd {arena.path}; setsid env -i PATH=$PATH sleep 60 & exit"
    subprocess.run(["sh", "-c", script], env=arena.environment, check=True)
    found = until(lambda: [process for process in arena.processes() if process.name == "sleep"], "the strays")
    for process in found:
        proc.kill(process.pid)
    if "EMPEROR_TEST_REAPER" in os.environ:
        assert len(found) == 2, "run.py adopts even those that hide"
    until(lambda: arena.processes() == [], "the strays to be gone")
