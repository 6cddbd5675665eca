"""How long the tests may take: tests/budget.toml, compared with what a run of pytest took."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ops.layout import ROOT

BUDGET: Final = ROOT / "tests" / "budget.toml"
_NAMED: Final = 3


def read_budget() -> dict[str, Any]:
    """``folders``: seconds of the tests of each folder below tests/."""
    return tomllib.loads(BUDGET.read_text())


def seconds_by_file(times: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Seconds of each file, from the node id of a test and seconds of its set-up, of itself or of its end."""
    seconds: dict[str, float] = defaultdict(float)
    for node_id, duration in times:
        seconds[node_id.partition("::")[0]] += duration
    return seconds


def warnings(files: Mapping[str, float], budget: Mapping[str, float]) -> list[str]:
    """One line for each folder that took longer than ``budget`` allows, with its slowest files."""
    found = []
    for folder, allowed in sorted(budget.items()):
        inside = {file: seconds for file, seconds in files.items() if file.startswith(f"tests/{folder}/")}
        if (total := sum(inside.values())) > allowed:
            slowest = sorted(inside, key=lambda file: -inside[file])[:_NAMED]
            named = ", ".join(f"{file} {inside[file]:.0f} s" for file in slowest)
            found.append(f"tests/{folder} took {total:.0f} s of {allowed:.0f} s; slowest: {named}")
    return found
