"""Files that a site's own includes: their change is shown, or reloads where the site asks for it."""

from harness.emperor import worker_pids


def including(arena, *options):
    common = arena.path / "common.ini"
    common.write_text("[uwsgi]\nprocesses = 1\n")
    return common, arena.site("blog", "hello", [("include", common), *options])


def test_a_change_is_shown_and_the_next_reload_reads_it(arena):
    common, _ = including(arena)
    emperor = arena.emperor()
    before = emperor.site("blog")
    common.write_text("[uwsgi]\nprocesses = 2\n")
    shown = emperor.wait_site("blog", lambda now: "file changed" in now["reason"], "to show the changed file")
    assert shown["reason"].endswith(f"file changed: {common}")
    assert (shown["state"], worker_pids(shown)) == ("running", worker_pids(before))
    assert emperor.ctl("reload", "blog").code == 0
    after = emperor.site("blog")
    assert len(after["workers"]) == 2 and "file changed" not in after["reason"]


def test_reload_on_include(arena):
    common, site = including(arena, ("reload-on-include", "true"))
    emperor = arena.emperor()
    with site.load(body=b"hello") as clients:
        common.write_text("[uwsgi]\nprocesses = 2\n")
        emperor.wait_site("blog", lambda now: len(now["workers"]) == 2, "to have two workers")
        clients.go_on()
    assert clients.failures == [], str(clients)


def test_what_the_emperor_includes_is_watched_too(arena):
    defaults = arena.path / "defaults.ini"
    defaults.write_text("[uwsgi]\nprocesses = 1\n")
    arena.site("blog")
    emperor = arena.emperor(f"--vassals-include-before={defaults}")
    defaults.write_text("[uwsgi]\nprocesses = 3\n")
    emperor.wait_site("blog", lambda now: "file changed" in now["reason"], "to show the changed file")


def test_a_lone_vassal_watches_what_its_file_includes(arena):
    common, site = including(arena)
    daemon = arena.vassal(site.ini, address=site.http)
    daemon.says("generation 1 serves")
    common.write_text("[uwsgi]\nprocesses = 2\n")
    daemon.says(f"file changed: {common}")
