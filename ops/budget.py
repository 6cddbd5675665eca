"""How long the tests may take: tests/budget.toml, compared with what the last run of pytest took."""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from ops.layout import ROOT
from ops.steps import say

BUDGET: Final = ROOT / "tests" / "budget.toml"
_NAMED: Final = 3


def is_busy() -> bool:
    """Whether this machine has been at work for others during the last minute, so that times say little."""
    return os.getloadavg()[0] > 0.5 * (os.cpu_count() or 1)


def read_budget() -> dict[str, Any]:
    """``whole``: seconds of everything; ``folders``: seconds of the tests of each folder below tests/."""
    return tomllib.loads(BUDGET.read_text())


def seconds_by_file(reports: Iterable[Path]) -> dict[str, float]:
    """Seconds of the tests of each file, with their fixtures, from reports in JUnit's format."""
    seconds: dict[str, float] = defaultdict(float)
    for report in reports:
        for case in ElementTree.parse(report).iter("testcase"):
            parts = case.get("classname", "").split(".")
            modules = [n for n, part in enumerate(parts) if part.startswith("test_")]
            if modules:
                seconds["/".join(parts[: modules[0] + 1]) + ".py"] += float(case.get("time", 0))
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


def within_budget(reports: Iterable[Path], whole_s: float | None, *, busy: bool) -> bool:
    """Say what exceeds the budget; False when everything together does, on a machine that was not ``busy`` before.

    ``whole_s``: seconds of the whole ./test, or None when only a part ran.
    """
    budget = read_budget()
    for line in warnings(seconds_by_file(reports), budget["folders"]):
        say(f"Over budget{' on a busy machine' if busy else ''}: {line} (tests/budget.toml)")
    if whole_s is None or whole_s <= budget["whole"]:
        return True
    say(f"Over budget{' on a busy machine' if busy else ''}: everything took {whole_s:.0f} s of {budget['whole']} s")
    return busy
