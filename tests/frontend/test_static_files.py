"""The front end may be built anew beside a running process."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory

from frontend import manifest
from frontend.static_files import StaticFilesMiddleware, StaticFilesStorage

ENTRY = "frontend/src/fleet/main.ts"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest of one entry."""
    path = tmp_path / "manifest.json"
    monkeypatch.setattr(manifest, "MANIFEST", path)
    build(path, "old")
    return path


@pytest.fixture
def served(db: None, tmp_path: Path, settings: Any) -> Iterator[tuple[Path, StaticFilesMiddleware]]:
    """A folder of collected files, and the middleware that was started on it."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "old.js").write_text("old")
    yield tmp_path, StaticFilesMiddleware(lambda request: HttpResponse(status=404))


def build(path: Path, name: str) -> None:
    path.write_text(json.dumps({ENTRY: {"file": f"assets/{name}-{'x' * len(name)}.js"}}))


def status(middleware: StaticFilesMiddleware, address: str) -> int:
    answer = middleware(RequestFactory().get(address))
    answer.close()
    return answer.status_code


def test_it_names_the_files_of_a_new_build_at_once(built: Path) -> None:
    assert "old" in manifest.entry("fleet").script
    build(built, "newer")
    assert "newer" in manifest.entry("fleet").script


def test_it_keeps_to_the_last_build_while_another_replaces_it(built: Path) -> None:
    manifest.entry("fleet")
    built.write_text('{"frontend/src/fl')
    assert "old" in manifest.entry("fleet").script
    built.unlink()
    assert "old" in manifest.entry("fleet").script


def test_a_page_whose_entry_was_not_built_opens_bare(built: Path) -> None:
    page = Template('{% load vite %}<p>{% vite_entry "elsewhere" %}{% icon "x" %}</p>').render(Context())
    assert "<script" not in page and "<p>" in page


def test_it_serves_a_file_that_came_after_the_start(served: tuple[Path, StaticFilesMiddleware]) -> None:
    folder, middleware = served
    assert status(middleware, "/static/new.js") == 404
    (folder / "new.js").write_text("new")
    assert status(middleware, "/static/new.js") == 200


def test_a_file_that_has_gone_is_not_found(served: tuple[Path, StaticFilesMiddleware]) -> None:
    folder, middleware = served
    assert status(middleware, "/static/old.js") == 200
    (folder / "old.js").unlink()
    assert status(middleware, "/static/old.js") == 404


@pytest.mark.parametrize("name", ["..%2f..%2fetc/passwd", "../../../etc/passwd", "a%00b", "%5c..", "x" * 5000, ""])
def test_it_finds_nothing_under_names_that_no_file_can_have(client: Client, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in {404, 422}


def test_names_of_collected_files_are_read_again_when_they_change(tmp_path: Path) -> None:
    listed(tmp_path, {"a.js": "a.1.js"})
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    assert storage.url("a.js", force=True) == "/static/a.1.js"
    listed(tmp_path, {"a.js": "a.1.js", "b.js": "b.1.js"})
    assert storage.url("b.js", force=True) == "/static/b.1.js"


def test_a_name_that_was_not_collected_stands_for_itself(tmp_path: Path) -> None:
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    assert storage.url("b.js", force=True) == "/static/b.js"


def listed(folder: Path, paths: dict[str, str]) -> None:
    path = folder / "staticfiles.json"
    path.write_text(json.dumps({"version": "1.1", "paths": paths, "hash": ""}))
    os.utime(path, ns=(len(paths), len(paths)))


def test_it_serves_the_apps_own_files_where_none_are_collected(client: Client, db: None) -> None:
    answer = client.get("/static/leaflet/leaflet.js")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/javascript")
