"""What can be done with a row of a table is in sight on a phone, without scrolling sideways."""

from typing import Final

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import Browser

from people.actions.api_keys import make_key
from people.models import User
from tests import processes
from tests import world as cast
from tests.live_client import session_cookie
from tests.people.test_pages import as_user, fields
from tests.people.test_sessions import logged_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE: Final = {"width": 390, "height": 844}
# Every button inside a table, and those of them that lie outside the screen.
BUTTONS: Final = """() => {
  const all = [...document.querySelectorAll("main .table :is(button, .button)")].map((b) => b.getBoundingClientRect());
  return [all.length, all.filter(({ left, right }) => left < 0 || right > innerWidth).length,
    document.documentElement.scrollWidth];
}"""


def _centre() -> cast.World:
    world = cast.build()
    User.objects.update(last_login=timezone.now())
    asked = {"username": "hana-yang-panjang-sekali", "role": "operator", "password": "sinabung-sibayak-2027"}
    as_user(world.gita).post("/people/new/", fields(**asked))
    make_key(world.slamet, "Laporan bulanan dinas perhubungan", 30)
    logged_in(world.slamet)
    return world


async def test_the_buttons_of_a_row_are_in_sight_on_a_phone(transactional_db: None, browser: Browser) -> None:
    world = await sync_to_async(_centre)()
    name, _, value = (await sync_to_async(session_cookie)(world.slamet)).partition("=")
    with processes.web() as web:
        context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        await context.add_cookies([{"name": name, "value": value, "url": web.address}])
        page = await context.new_page()
        for path in ("/people/changes/", "/people/keys/", "/account/"):
            await page.goto(f"{web.address}{path}")
            buttons, hidden, width = await page.evaluate(BUTTONS)
            assert buttons, path
            assert (hidden, width) == (0, PHONE["width"]), path
