"""Where modules lie and how they are named."""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_house_rules import ROOT, sources

AT_THE_TOP_OF_FLEET = {"__init__.py", "apps.py", "errors.py", "urls.py"}
NOT_A_NAME = {
    *("wheel", "lookout", "guard", "record_door", "by_port", "doors", "collector", "copies", "departures", "bind"),
    *("spoiled", "book", "sweeps", "roll_call", "condition", "marks", "listening", "near", "asked", "answers"),
    *("lists", "posted", "refused", "pasted", "cast", "care", "strangers", "past"),
}
"""Module names that say what something is like, not what it is."""
NO_END = ("_words", "_text")
REGISTRIES = {"registry.register", "registry.register_positions", "catalogue.register", "register_values"}


def test_only_named_files_lie_at_the_top_of_fleet() -> None:
    assert {path.name for path in (ROOT / "fleet").glob("*.py")} == AT_THE_TOP_OF_FLEET


def test_modules_have_the_field_s_names() -> None:
    named = [path for path in sources() if path.stem in NOT_A_NAME or path.stem.endswith(NO_END)]
    assert [str(path.relative_to(ROOT)) for path in named] == []


@pytest.mark.parametrize("package", ["fleet", "cameras", "complaints", "layers"])
def test_a_package_registers_in_ready_alone(package: str) -> None:
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / package).rglob("*.py")
        if path.name != "apps.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in REGISTRIES
    ]
    assert calls == []
    assert any(name in Path(ROOT, package, "apps.py").read_text() for name in REGISTRIES)
