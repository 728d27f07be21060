"""What an emperor gives all its sites, in uWSGI's order."""

import json

from harness.emperor import worker_pids


def settings(emperor, site):
    found = json.loads(emperor.ctl("explain", "--json", site).out)["settings"]
    return {setting["option"]: setting["value"] for setting in found if setting["inForce"]}


def file(arena, name, *lines):
    path = arena.path / name
    path.write_text("[uwsgi]\n" + "\n".join(lines) + "\n")
    return path


def test_each_overrides_what_uwsgi_has_it_override(arena):
    """`threads` is in all of them, the site's own included; `inherit` takes effect last, wherever it stands."""
    own = arena.site("blog", "hello", [("threads", 3), ("env", "WHERE=%(where)"), ("where", "own")])
    before = file(arena, "before.ini", "threads = 2", "processes = 2", "where = before", "harakiri = 20")
    after = file(arena, "after.ini", "threads = 4", "harakiri = 40")
    inherited = file(arena, "inherited.ini", "threads = 5")
    emperor = arena.emperor(
        f"--vassals-include-before={before}", "--vassal-set=processes=1", f"--vassals-include={after}"
    )
    now = settings(emperor, "blog")
    assert (now["threads"], now["processes"], now["harakiri"], now["env"]) == ("4", "1", "40 s", "WHERE=before")
    warnings = "\n".join(emperor.site("blog")["warnings"])
    assert f"{own.ini}:5: warning: threads = 3 is overridden by 4 of {after}:2, since vassals-include = {after}" in warnings
    assert "use vassals-include-before for defaults" in warnings
    assert emperor.stop() == 0
    emperor = arena.emperor(f"--vassals-inherit-before={inherited}", f"--vassals-include={after}")
    assert settings(emperor, "blog")["threads"] == "5"


def test_a_site_overrides_defaults_without_a_word(arena):
    arena.site("blog", "hello", [("threads", 3)])
    before = file(arena, "before.ini", "threads = 2")
    emperor = arena.emperor(f"--vassals-include-before={before}", "--vassal-set=threads=1")
    assert settings(emperor, "blog")["threads"] == "3"
    assert "overridden" not in "\n".join(emperor.site("blog")["warnings"])


def test_variables_for_vassals(arena):
    """UWSGI_VASSAL_X is UWSGI_X for them, in place of one that the emperor has itself."""
    arena.site("blog")
    emperor = arena.emperor(environment={"UWSGI_VASSAL_PROCESSES": "2", "UWSGI_PROCESSES": "3"})
    assert len(worker_pids(emperor.site("blog"))) == 2
    assert "vassal-processes" not in emperor.log()


def test_a_default_that_cannot_be_read_is_the_sites_reason(arena):
    arena.site("blog")
    emperor = arena.emperor("--vassals-include=/nowhere/defaults.ini")
    failed = emperor.site("blog")
    assert failed["state"] == "failed" and "/nowhere/defaults.ini" in failed["reason"]
