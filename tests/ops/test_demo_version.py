"""A demo that an older version has loaded is noticed, and only what is the demo's is deleted for a new one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import setup
from ops.layout import LOCAL, Space, throwaway
from ops.postgres import DATABASE, OWN_DATABASE
from ops.servers import Servers


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    """A space whose demo is loaded by nobody but this test."""
    monkeypatch.setattr(setup, "run", lambda what, command, env: "[]")
    return Space(tmp_path)


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "demo_version", lambda: "another")


def test_a_demo_of_this_version_is_not_old(space: Space) -> None:
    assert not setup.demo_is_old(space)
    setup.ensure_demo(space, {})
    assert not setup.demo_is_old(space)


def test_a_demo_is_old_when_what_it_is_made_from_has_changed(
    space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = LOCAL / f"demo-of-{tmp_path.name}"
    source.mkdir(parents=True)
    try:
        (source / "vehicles.csv").write_text("Ambulans 1")
        monkeypatch.setattr(setup, "DEMO", source)
        setup.ensure_demo(space, {})
        assert not setup.demo_is_old(space)
        (source / "vehicles.csv").write_text("Ambulans 1\nAmbulans 2")
        assert setup.demo_is_old(space)
    finally:
        (source / "vehicles.csv").unlink()
        source.rmdir()


def test_a_demo_that_was_loaded_before_versions_were_noted_is_old(space: Space) -> None:
    stamp = space.folder / "stamps" / "demo"
    stamp.parent.mkdir()
    stamp.write_text("loaded")
    assert setup.demo_is_old(space)


def test_an_old_demo_is_neither_loaded_again_nor_taken_for_a_new_one(
    space: Space, changed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = space.folder / "stamps" / "demo"
    stamp.parent.mkdir()
    stamp.write_text("loaded")
    monkeypatch.setattr(setup, "run", lambda what, command, env: pytest.fail("it was loaded again"))
    setup.ensure_demo(space, {})
    assert stamp.read_text() == "loaded"


@pytest.fixture
def servers() -> Iterator[Servers]:
    made = Servers(throwaway("test-demo"))
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_a_new_demo_takes_nothing_of_the_centre_beside_it(servers: Servers) -> None:
    space = servers.space
    for name in (DATABASE, OWN_DATABASE):
        servers.cluster.create_database(name)
        servers.cluster.sql("CREATE TABLE entered (by text)", name)
        (space.media_of(name)).mkdir(parents=True)
    stamps = space.folder / "stamps"
    stamps.mkdir(exist_ok=True)
    for name in ("demo", f"migrations-{DATABASE}", f"migrations-{OWN_DATABASE}"):
        (stamps / name).write_text("done")
    setup.remove_demo(space)
    assert servers.cluster.create_database(DATABASE) is True
    assert servers.cluster.sql("SELECT count(*) FROM entered", OWN_DATABASE) == "0"
    assert [folder.name for folder in space.media.iterdir()] == [OWN_DATABASE]
    assert [file.name for file in stamps.iterdir()] == [f"migrations-{OWN_DATABASE}"]
