"""Rules that no other tool holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "bench",
    "cameras",
    "config",
    "demo",
    "fleet",
    "frontend",
    "geo",
    "incidents",
    "complaints",
    "kit",
    "layers",
    "live",
    "notify",
    "reports",
    "ops",
    "people",
)
LONGEST_FILE = 500


def sources() -> Iterator[Path]:
    """Every hand-written Python file of the product."""
    for package in PACKAGES:
        yield from (
            path
            for path in (ROOT / package).rglob("*.py")
            if "migrations" not in path.parts and "node_modules" not in path.parts
        )


def test_no_template_has_a_style_of_its_own() -> None:
    """The content security policy refuses ``style`` attributes: the page would look other than in its source."""
    pages = [page for package in PACKAGES for page in (ROOT / package).rglob("templates/**/*.html")]
    assert len(pages) > 50
    assert [str(page) for page in pages if " style=" in page.read_text()] == []


def test_a_file_has_one_subject() -> None:
    front = (path for path in (ROOT / "frontend" / "src").rglob("*") if path.suffix in {".css", ".svelte", ".ts"})
    too_long = [str(path) for path in (*sources(), *front) if len(path.read_text().splitlines()) > LONGEST_FILE]
    nameless = [
        str(path) for path in sources() if path.stem in {"utils", "helpers", "util", "helper", "common", "misc"}
    ]
    assert (too_long, nameless) == ([], [])


def test_no_test_sleeps_to_wait() -> None:
    waiting = ROOT / "tests" / "wait_for.py"
    sleeps = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "tests").rglob("*.py")
        if path != waiting
        for node in ast.walk(ast.parse(path.read_text()))
        # What sleeps for no time lets another task run.
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sleep") and ast.unparse(node.args[0]) != "0"
    ]
    assert sleeps == []


def test_public_classes_and_functions_say_what_a_caller_must_know() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and node.name not in {"Command", "Meta"}
        and not node.name.endswith("Config")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_files_go_through_django_s_storage_alone() -> None:
    """Paths below the media folder would pass over its permissions, and over any other storage of an installation."""
    past_it = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "MEDIA_ROOT" in path.read_text() and path.parts[len(ROOT.parts)] not in {"config", "ops"}
    ]
    assert past_it == []
