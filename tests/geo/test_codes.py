"""Area codes: what is accepted, and what they say of their place."""

import pytest

from geo.codes import AreaLevel, parse_code
from geo.errors import InvalidAreaCode


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("12", AreaLevel.PROVINCE),
        ("12.06", AreaLevel.REGENCY),
        ("12.06.01", AreaLevel.DISTRICT),
        ("12.06.01.1009", AreaLevel.VILLAGE),
    ],
)
def test_it_reads_the_level_from_the_code(text: str, level: AreaLevel) -> None:
    assert parse_code(text).level == level


@pytest.mark.parametrize(("raw", "dotted"), [("1206011009", "12.06.01.1009"), (1206, "12.06"), (120601.0, "12.06.01")])
def test_it_accepts_codes_without_dots(raw: object, dotted: str) -> None:
    assert parse_code(raw).text == dotted


@pytest.mark.parametrize(
    "raw", ["", None, True, "1", "12.6", "12.06.01.109", "abc", "12.06.", "１２", "12.06.01.1009.1"]
)
def test_it_rejects_what_is_no_code(raw: object) -> None:
    with pytest.raises(InvalidAreaCode):
        parse_code(raw)


def test_it_knows_the_parent_and_the_whole_chain() -> None:
    code = parse_code("12.06.01.1009")
    assert str(code.parent) == "12.06.01"
    assert code.chain == ("12", "12.06", "12.06.01", "12.06.01.1009")
    assert parse_code("12").parent is None
