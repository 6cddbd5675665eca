"""A WebSocket is opened by the product's own pages alone."""

from typing import Any

import pytest

from config.origin import allowed


def scope(origin: str | None, *, host: str = "pusat.karo.go.id", scheme: str = "wss") -> dict[str, Any]:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"type": "websocket", "scheme": scheme, "headers": headers}


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["pusat.karo.go.id"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://wall.karo.go.id", "https://*.dinas.go.id:8443"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://pusat.karo.go.id",
        "https://PUSAT.karo.go.id",
        "https://pusat.karo.go.id:443",
        "https://wall.karo.go.id",
        "https://pupr.dinas.go.id:8443",
    ],
)
def test_its_own_and_trusted_origins_may(origin: str) -> None:
    assert allowed(scope(origin))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://pusat.karo.go.id",
        "https://pusat.karo.go.id:8443",
        "https://pusat.karo.go.id.evil.example",
        "https://evil.example/pusat.karo.go.id",
        "https://user@pusat.karo.go.id",
        "https://pusat.karo.go.id:99999",
        "http://wall.karo.go.id",
        "https://pupr.dinas.go.id",
        "https://dinas.go.id:8443",
        "https://[",
    ],
)
def test_others_may_not(origin: str | None) -> None:
    assert not allowed(scope(origin))


def test_the_port_and_the_scheme_count() -> None:
    assert allowed(scope("http://pusat.karo.go.id:8000", host="pusat.karo.go.id:8000", scheme="ws"))
    assert not allowed(scope("http://pusat.karo.go.id:9000", host="pusat.karo.go.id:8000", scheme="ws"))
    assert not allowed(scope("https://pusat.karo.go.id:8000", host="pusat.karo.go.id:8000", scheme="ws"))


def test_a_host_that_is_not_the_products_is_refused_though_it_agrees_with_the_origin() -> None:
    assert not allowed(scope("https://rebound.example", host="rebound.example"))
