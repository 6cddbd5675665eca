"""What the documents name exists: files, commands, settings, addresses."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_COMMAND = re.compile(r"manage\.py ([a-z_]+)")
_SETTING = re.compile(r"\bPANTAU_[A-Z0-9_]*[A-Z0-9]\b")
_ADDRESS = re.compile(r"[`(](/(?:api/v1|fleet|people|desk|share|lapor|status|wall|planner)/[^`)?\s]*)")
_KEPT = re.compile(r"\{[^}]*\}|<[^>]*>")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def document(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_its_links_lead_somewhere(document: Path) -> None:
    missing = [link for link in _LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert missing == []


def test_its_commands_exist(document: Path) -> None:
    assert set(_COMMAND.findall(document.read_text())) <= set(get_commands())


def test_its_settings_are_explained(document: Path) -> None:
    known = set(_SETTING.findall((ROOT / ".env.example").read_text()))
    assert set(_SETTING.findall(document.read_text())) <= known


def test_its_addresses_answer(document: Path) -> None:
    gone = []
    for address in _ADDRESS.findall(document.read_text()):
        try:
            resolve(_KEPT.sub("1", address))
        except Resolver404:
            gone.append(address)
    assert gone == []
