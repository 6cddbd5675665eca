"""What is styled in one place only."""

from pathlib import Path

import frontend

SOURCES = Path(frontend.__file__).parent / "src"


def test_the_button_of_file_fields_looks_the_same_everywhere() -> None:
    styled = [path.name for path in SOURCES.rglob("*.css") if "::file-selector-button" in path.read_text()]
    assert styled == ["field.css"]
