"""Each test begins in the region's language, whatever the one before it spoke."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.world import World


@pytest.mark.parametrize("turn", ["first", "next"])
def test_no_test_begins_in_a_language_that_another_has_chosen(turn: str) -> None:
    assert translation.get_language() == settings.LANGUAGE_CODE
    translation.activate("en")
    assert translation.get_language() == "en"


@pytest.mark.parametrize("turn", ["first", "next"])
def test_no_test_begins_in_the_language_of_an_answer_to_another(world: World, client: Client, turn: str) -> None:
    assert gettext("Vehicles") == "Kendaraan"
    world.ani.language = "en"
    world.ani.save()
    client.force_login(world.ani)
    client.get("/fleet/")
    assert gettext("Vehicles") == "Vehicles"
