"""What cannot be shown is listed for those who can have it mended."""

import pytest
from django.test import Client

from live import left_out
from tests.world import World


def test_an_administrator_reads_which_rows_were_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out, "_known", {})
    client = Client()
    client.force_login(world.gita)
    assert "Nothing has been left out." in client.get("/audit/left-out/").content.decode()
    left_out.note("layers.Zone", 17, ValueError("<b>year 0</b>"))
    page = client.get("/audit/left-out/").content.decode()
    assert "layers.Zone" in page and "17" in page
    assert "&lt;b&gt;year 0&lt;/b&gt;" in page
