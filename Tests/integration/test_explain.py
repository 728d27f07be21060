"""`explain`: every setting in force, and where it comes from."""

import json

from harness.emperor import ctl


def settings(result):
    return json.loads(result.out)["settings"]


def find(found, option):
    return [setting for setting in found if setting["option"] == option]


def written(arena):
    """A file that uses every kind of origin."""
    folder = arena.make("f")
    (folder / "common.ini").write_text("[uwsgi]\nprocesses = 2\nsocket-timeout = 5m\n")
    (folder / "app.py").write_text("")
    file = folder / "site.ini"
    file.write_text(
        "[uwsgi]\nbase = /srv\ninclude = common.ini\nworkers = 4\nwsgi-file = app.py\nhttp-socket = 127.0.0.1:0\n"
        "env = A=1\nenv = B=%(base)\nmaster = true\nspooler = /q\nchroot = /jail\nthreads = many\n"
    )
    return file


def test_a_file(arena):
    file = written(arena)
    result = ctl(arena, "explain", "--json", file, environment={"UWSGI_MAX_REQUESTS": "7"})
    assert result.code == 0
    found = settings(result)
    (processes,) = find(found, "processes")
    assert (processes["value"], processes["file"], processes["line"], processes["inForce"]) == ("4", str(file), 4, True)
    assert processes["note"] == "overrides 2 of common.ini:2"
    (timeout,) = find(found, "socket-timeout")
    assert (timeout["value"], timeout["origin"]) == ("300 s", "common.ini:3")
    assert [(setting["value"], setting["line"]) for setting in find(found, "env")] == [("A=1", 7), ("B=/srv", 8)]
    (requests,) = find(found, "max-requests")
    assert (requests["value"], requests["origin"]) == ("7", "environment variable UWSGI_MAX_REQUESTS")
    (buffer,) = find(found, "buffer-size")
    assert (buffer["value"], buffer["origin"]) == ("65536", "built-in default")
    without = {setting["option"]: setting["note"].split(":")[0] for setting in found if not setting["inForce"]}
    assert without == {
        "master": "accepted",
        "spooler": "not built yet",
        "chroot": "not supported",
        "threads": "cannot be understood",
        "base": "no option; it can be used as %(base)",
    }


def test_a_file_in_words(arena):
    file = written(arena)
    lines = ctl(arena, "explain", "--given", file).out.splitlines()
    assert lines[0] == f"{file}, as a start would read it"
    assert any(line.split() == ["wsgi-file", "app.py", "line", "5"] for line in lines)
    assert not any("built-in default" in line for line in lines)
    assert any("built-in default" in line for line in ctl(arena, "explain", file).out.splitlines())


def test_a_missing_file(arena):
    result = ctl(arena, "explain", arena.path / "none.ini")
    assert result.code == 1
    assert f"there is no file {arena.path}/none.ini" in result.err


def test_a_site_that_runs(arena):
    """Its master says what counts, whatever the file has become since."""
    site = arena.site("blog", "hello", [("env", "WHO=%(who)"), ("who", "me")])
    emperor = arena.emperor("--vassal-set", "threads=2", "--vassal-set", "processes=3")
    site.write(("processes", "many"))
    assert emperor.ctl("reload", "blog").code == 1
    result = emperor.ctl("explain", "--json", "blog")
    assert result.code == 0
    answer = json.loads(result.out)
    assert (answer["site"], answer["file"], answer["isRunning"]) == ("blog", str(site.ini), True)
    (threads,) = find(answer["settings"], "threads")
    assert (threads["value"], threads["origin"]) == ("2", "emperor default")
    (processes,) = find(answer["settings"], "processes")
    assert (processes["value"], processes["origin"], processes["inForce"]) == ("3", "emperor default", True)
    assert find(answer["settings"], "env")[0]["value"] == "WHO=me"
    assert emperor.ctl("explain", "blog").out.startswith(f"blog: {site.ini}, as it runs\n")


def test_a_site_that_does_not_run(arena):
    """Its file is read, with the emperor's defaults, as a start would read it."""
    arena.site("blog", "hello")
    emperor = arena.emperor("--vassal-set", "threads=2")
    assert emperor.ctl("stop", "blog").code == 0
    answer = json.loads(emperor.ctl("explain", "--json", "blog").out)
    assert answer["isRunning"] is False
    assert find(answer["settings"], "threads")[0]["origin"] == "emperor default"


def test_no_such_site(arena):
    arena.site("blog", "hello")
    emperor = arena.emperor()
    result = emperor.ctl("explain", "shop", "blog")
    assert result.code == 4
    assert "there is no such site" in result.err
    assert result.out.startswith("blog: ")


def test_commands_in_tyrant_mode(arena):
    """A site's owner must not have the emperor run things: only where the emperor's own options say so."""
    arena.site("blog", "hello", [("env", "WHO=@(exec://echo me)")])
    emperor = arena.emperor("--emperor-tyrant")
    failed = emperor.wait_state("blog", "failed")
    assert "exec:// does not run: in tyrant mode the emperor allows it only with emperor-tyrant-exec" in failed["reason"]
    assert emperor.stop() == 0
    emperor = arena.emperor("--emperor-tyrant", "--emperor-tyrant-exec")
    assert emperor.wait_state("blog", "running")
