"""A server refuses to start on settings that are wrong or unsafe, and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PANTAU_SECRET_KEY": "k7Yw2" * 10,
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
        ("PANTAU_DEBUG", "1"),
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
