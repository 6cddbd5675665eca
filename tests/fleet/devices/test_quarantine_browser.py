"""The page of unknown senders on a desk's screen and on a phone's."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import Browser

from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.models import Quarantine
from tests import processes
from tests.fleet.conftest import NOON
from tests.fleet.people.test_browser import open_page
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
IMEI = "868120145233604"
PIECES = "one => one.getClientRects().length"


async def test_an_imei_stays_in_one_piece_and_what_is_longer_breaks(transactional_db: None, browser: Browser) -> None:
    people = await sync_to_async(build)()
    for number, identity in enumerate((IMEI, "x" * 128)):
        await Quarantine.objects.acreate(
            digest=bytes([number]),
            raw=b"id=1&lat=x",
            transport="http",
            remote="2001:db8:85a3::8a2e:370:7334",
            protocol="osmand",
            identity=identity,
            reason=QuarantineReason.UNKNOWN_DEVICE,
            detail='["not_a_number", "lat", "a value that is rather long, but not unheard of"]',
            arrival=NOON,
            last_arrival=NOON,
        )
    with processes.web() as web:
        page = await open_page(browser, web.address, "/fleet/quarantine/", people.slamet)
        for width in (1920, 1280, 1024, 800, 390, 320):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.get_by_text(IMEI, exact=True).evaluate(PIECES) == 1, width
            assert await page.get_by_text("x" * 128).evaluate(PIECES) > 1, width
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
