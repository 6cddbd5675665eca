"""Telephone numbers of drivers."""

import pytest

from fleet.models import Driver
from kit.telephone import is_telephone
from tests.fleet.people.conftest import browser_of
from tests.world import World


@pytest.mark.parametrize(
    "text",
    [
        "0812-3456-7890", "081234567890", "0811 234 567", "+62 812 3456 7890", "+6281234567890", "62812 3456 7890",
        "(0628) 20123", "0628-20123", "021 5550123", "(061) 455.5512", "0062 812 3456 789", "+60 12 345 6789",
        "+1 (202) 555-0123", "0628 20123 pes. 12", "pesawat 104", "ext. 7", "+62 (0)812 3456 7890",
    ],
)  # fmt: skip
def test_it_takes_numbers_as_people_write_them(text: str) -> None:
    assert is_telephone(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "tanya istrinya", "0812", "0812-1", "812 3456 7890", "08123456789012345", "+62",
        "++62812345678", "0812-3456-789a", "٠٨١٢٣٤٥٦٧٨٩٠", "rudi@example.go.id", "0000000000", "+0812345678", "+1",
        "pesawat", "0812345678\x00",
    ],
)  # fmt: skip
def test_it_refuses_what_nobody_can_call(text: str) -> None:
    assert not is_telephone(text)


@pytest.mark.parametrize(("language", "words"), [("id", "Tulis nomor telepon"), ("en", "Write the telephone number")])
def test_the_form_says_how_to_write_a_number(world: World, language: str, words: str) -> None:
    client = browser_of(world.slamet)
    client.cookies["django_language"] = language
    answer = client.post("/fleet/drivers/new/", {"name": "Sari", "phone": "tanya istrinya", "active": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and 'value="tanya istrinya"' in page
    assert not Driver.objects.exists()


def test_a_driver_may_have_no_telephone(world: World) -> None:
    assert browser_of(world.slamet).post("/fleet/drivers/new/", {"name": "Sari", "phone": " "}).status_code == 302
    assert Driver.objects.get().phone == ""
