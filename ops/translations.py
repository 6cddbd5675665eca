"""Compiling the Indonesian texts of each room."""

from __future__ import annotations

from ops.commands import run
from ops.layout import ROOT
from ops.steps import step


def ensure() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    stale = []
    for source in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            stale.append((source, compiled))
    if not stale:
        return
    with step("Indonesian texts"):
        for source, compiled in stale:
            run(f"Indonesian texts of {source.relative_to(ROOT)}", ["msgfmt", "--check-format", "-o", compiled, source])
