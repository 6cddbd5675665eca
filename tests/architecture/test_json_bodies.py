"""Bodies of requests are parsed as JSON in one way, whose cost is bounded."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = (
    "config",
    "people",
    "geo",
    "layers",
    "incidents",
    "complaints",
    "cameras",
    "fleet",
    "services",
    "frontend",
    "live",
    "notify",
    "reports",
)


def test_no_body_of_a_request_is_parsed_but_by_read_json_request() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        # Protocols of trackers have requests of their own, of some kilobytes.
        if "protocols" not in file.parts
        for line in file.read_text().splitlines()
        if "request.body" in line
    ]
    assert "request.body" in (ROOT / "kit" / "json_body.py").read_text()
    assert found == []
