"""Every word of the portal, the desk and the API exists in Indonesian."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
_IN_TEMPLATES = re.compile(r'{%\s*translate\s+"([^"]+)"|_\("([^"]+)"\)')
# The same in both languages.
SAME = {"Status", "portal", "normal"}


def python_words(path: Path) -> set[str]:
    """The literal texts that ``path`` hands to gettext under its usual names."""
    names = {"_", "gettext", "gettext_lazy"}
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in names
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def words() -> list[str]:
    """All of them, sorted."""
    found: set[str] = set()
    views = [ROOT / "frontend" / "views" / f"{name}.py" for name in ("portal", "desk", "case", "steps")]
    for path in [*(ROOT / "complaints").rglob("*.py"), *(ROOT / "frontend" / "forms").glob("*.py"), *views]:
        found |= python_words(path)
    for folder in ("portal", "desk"):
        for path in (ROOT / "frontend" / "templates" / "frontend" / folder).rglob("*.html"):
            found |= {first or second for first, second in _IN_TEMPLATES.findall(path.read_text())}
    return sorted(found)


def test_everything_is_said_in_indonesian() -> None:
    if not list((ROOT / "complaints" / "locale").rglob("*.mo")):
        pytest.fail("the translations are not compiled; start the tests with ./test")
    with translation.override("id"):
        silent = [word for word in words() if translation.gettext(word) == word]
    assert set(silent) <= SAME
