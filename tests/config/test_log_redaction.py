"""What opens something is in no log line."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from config.log_redaction import RedactingFormatter
from config.web import server_options


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the configured handlers write."""
    written = io.StringIO()
    root = logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(RedactingFormatter("%(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    try:
        yield written
    finally:
        root.removeHandler(handler)


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("/share/Zx81kq-secret/", "Zx81kq"),
        ("/share/Zx81kq-secret/position", "Zx81kq"),
        ("/status/K7M2-9PXA/", "K7M2"),
        ("/no/such/page?key=Zx81kq&id=356938035643809", "Zx81kq"),
        ("/api/v1/complaints/K7M2-9PXA", "K7M2"),
        ("/api/v1/reports/K7M2-9PXA", "K7M2"),
    ],
)
def test_a_request_that_fails_is_logged_without_its_secret(
    db: None, lines: io.StringIO, path: str, secret: str
) -> None:
    Client().get(path)
    assert "django.request" in lines.getvalue()
    assert secret not in lines.getvalue()


def test_tracebacks_and_arguments_are_covered(lines: io.StringIO) -> None:
    log = logging.getLogger("any.package")
    try:
        raise ValueError("no answer from https://host/path?token=Zx81kq")
    except ValueError:
        log.exception("Authorization: Bearer %s", "pantau_Zx81kqZx81kqZx81kqZx81kq")
    assert "Zx81kq" not in lines.getvalue()
    assert "ValueError: no answer from https://host/path?-" in lines.getvalue()


def test_every_handler_of_the_product_redacts() -> None:
    configured: dict[str, Any] = settings.LOGGING
    used = {configured["formatters"][handler["formatter"]]["()"] for handler in configured["handlers"].values()}
    assert used == {"config.log_redaction.RedactingFormatter"}
    assert configured["loggers"]["django"]["handlers"] == []


def test_the_server_writes_through_the_same_formatter_and_no_list_of_requests() -> None:
    assert server_options(())["log_config"] is None
    assert server_options(())["access_log"] is False
