"""What the rooms of fleet, people and areas tell their users goes through gettext and exists in Indonesian."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation.template import templatize

from kit.errors import AppError

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("fleet", "people", "geo", "kit", "notify", "reports", "incidents")
_GETTEXT = {"_", "_lazy", "gettext", "gettext_lazy", "ngettext"}
_IN_TEMPLATES = re.compile(r"""\bn?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
SAME = {"SOS", "Label", "alarm", "administrator", "bus", "format", "label", "odometer", "operator", "rpm", "webhook"}
"""The same in both languages."""


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call of a name or attribute in the rooms: where, the call, what is called."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, node.func.id


def texts() -> set[str]:
    """All that is handed to gettext, by Python and by templates."""
    found = {
        call.args[0].value
        for _where, call, name in calls()
        if name in _GETTEXT and call.args and isinstance(call.args[0], ast.Constant)
    }
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.html"):
            found |= {ast.literal_eval(text) for text in _IN_TEMPLATES.findall(templatize(path.read_text()))}
    return {text for text in found if isinstance(text, str) and text}


def test_every_text_exists_in_indonesian() -> None:
    if not list((ROOT / "fleet" / "locale").rglob("*.mo")):
        pytest.fail("the translations are not compiled; start the tests with ./test")
    with translation.override("id"):
        silent = {text for text in texts() if translation.gettext(text) == text == translation.ngettext(text, text, 2)}
    assert silent <= SAME


def _error_names() -> set[str]:
    found, waiting = set[str](), [AppError]
    while waiting:
        one = waiting.pop()
        found.add(one.__name__)
        waiting += one.__subclasses__()
    return found


def test_no_error_is_told_in_a_language_of_its_own() -> None:
    names = _error_names()
    bare = [
        where
        for where, call, name in calls()
        if name in names and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert bare == []
