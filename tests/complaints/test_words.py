"""Every word of the portal, the desk and the API exists in Indonesian."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
_IN_TEMPLATES = re.compile(r'{%\s*translate\s+"([^"]+)"|_\("([^"]+)"\)')
# A citizen's act, and who did it; "report" as a noun is a document.
_ACT = re.compile(r"(?i)\breport(er|ed|ing)|\b(you|citizens cannot|people) report\b")
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


def catalogue_of(path: Path) -> dict[str, str]:
    """The texts of a .po file and their translations."""
    blocks = re.findall(
        r'^msgid ((?:".*"\n)+)(?:msgid_plural .*\n)?msgstr(?:\[0\])? ((?:".*"\n?)+)', path.read_text(), re.M
    )
    return {"".join(re.findall('"(.*)"', source)): "".join(re.findall('"(.*)"', text)) for source, text in blocks}


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


@pytest.mark.parametrize("package", ["complaints", "frontend"])
def test_what_a_citizen_sends_is_a_complaint_in_both_languages(package: str) -> None:
    catalogue = catalogue_of(ROOT / package / "locale" / "id" / "LC_MESSAGES" / "django.po")
    assert len(catalogue) > 50
    assert [source for source in catalogue if re.search("(?i)report", _ACT.sub("", source))] == []
    assert [text for text in catalogue.values() if re.search(r"(?i)\blaporan", text)] == []


def test_everything_is_said_in_indonesian() -> None:
    if not list((ROOT / "complaints" / "locale").rglob("*.mo")):
        pytest.fail("the translations are not compiled; start the tests with ./test")
    with translation.override("id"):
        silent = [word for word in words() if translation.gettext(word) == word]
    assert set(silent) <= SAME
