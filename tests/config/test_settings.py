"""A server refuses to start on settings that are wrong or unsafe, and says which."""

import os
import subprocess
import sys
from base64 import b64encode
from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import env
from config.production_checks import is_open_host, is_public_origin, is_weak_key

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PANTAU_SECRET_KEY": "k7Yw2Rt9QxZ4bN8mL1vC6hJ3sD5fG0aPuEoIyTrW",
    "PANTAU_DATABASE_URL": "postgresql://pantau:pw@db:5432/pantau",
    "PANTAU_REDIS_URL": "redis://redis:6379/0",
    "PANTAU_ALLOWED_HOSTS": "pantau.example.go.id",
    "PANTAU_TRUSTED_ORIGINS": "https://pantau.example.go.id",
}


def start_production(**changes: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    environment = {"PATH": os.environ["PATH"], **SAFE, **changes}
    code = "from django.conf import settings; print(settings.SESSION_COOKIE_SECURE)"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_production_starts_on_safe_settings() -> None:
    assert start_production().stdout.strip() == "True"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PANTAU_SECRET_KEY", "short"),
        ("PANTAU_SECRET_KEY", "change-me-" + "x" * 60),
        ("PANTAU_SECRET_KEY", "0" * 43),
        ("PANTAU_DEBUG", "1"),
        ("PANTAU_TRUSTED_PROXIES", "*"),
        ("PANTAU_DEMO", "yes"),
        ("PANTAU_DEMO", "perhaps"),
        ("PANTAU_ALLOWED_HOSTS", "*"),
        ("PANTAU_TRUSTED_ORIGINS", "http://pantau.example.go.id"),
        ("PANTAU_DATABASE_URL", "mysql://db/pantau"),
        ("PANTAU_OSMAND_PORT", "70000"),
    ],
)
def test_production_refuses_to_start_and_names_the_setting(name: str, value: str) -> None:
    result = start_production(**{name: value})
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_a_socket_address_of_the_database_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_DATABASE_URL", "postgresql:///pantau?host=/run/pantau&user=ani")
    assert env.database("PANTAU_DATABASE_URL") == {
        "NAME": "pantau",
        "USER": "ani",
        "PASSWORD": "",
        "HOST": "/run/pantau",
        "PORT": "",
    }


@pytest.mark.parametrize("key", ["0" * 43, "a1" * 40, "abcdefghijkl" * 6, "k7Yw2" * 10, "k7Yw2Rt9Q", ""])
def test_a_key_that_is_short_or_regular_is_weak(key: str) -> None:
    assert is_weak_key(key)


@given(st.binary(min_size=30, max_size=64))
def test_a_key_made_at_random_is_not_weak(seed: bytes) -> None:
    digest = sha512(seed).digest()
    assert not is_weak_key(b64encode(digest[:30]).decode())
    assert not is_weak_key(digest[:32].hex())


@pytest.mark.parametrize(
    "origin",
    ["https://*", "https://*.go.id", "https://.go.id", "http://pantau.go.id", "https://", "pantau.go.id", "*"],
)
def test_a_trusted_origin_is_one_full_name(origin: str) -> None:
    assert not is_public_origin(origin)
    assert is_public_origin("https://pantau.karokab.go.id:8443")


@pytest.mark.parametrize("host", ["*", ".id", ".go.id", ".GO.id", ".co.uk", ".", "*.go.id"])
def test_a_host_that_fits_names_of_strangers_is_refused(host: str) -> None:
    assert is_open_host(host)


@pytest.mark.parametrize("host", ["pantau.karokab.go.id", ".karokab.go.id", "127.0.0.1", "[::1]", "localhost"])
def test_names_of_ones_own_are_taken(host: str) -> None:
    assert not is_open_host(host)
