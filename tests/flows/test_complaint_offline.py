"""A complaint written without a connection arrives whole: its words, its photo, and first of all its secrecy."""

from pathlib import Path
from typing import Any, Final

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, Page, expect

from complaints.models import Category, Complaint, Reporter
from tests import processes
from tests import world as cast
from tests.complaints.pictures import jpeg

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def build() -> None:
    """One thing to report about."""
    people = cast.build()
    Category.objects.create(code="jalan-rusak", name="Jalan rusak", default_agency=people.roads)


def stored() -> list[tuple[str, str, bool, bool, int]]:
    """Title, telephone, both wishes for secrecy and the number of photos of every complaint."""
    reporters = Reporter.objects.select_related("complaint")
    return [
        (one.complaint.title, one.phone, one.anonymous, one.complaint.confidential, one.complaint.photos.count())
        for one in reporters
    ]


async def fill(page: Page, picture: Path) -> None:
    await page.check("[name=anonymous]")
    await page.check("[name=confidential]")
    await page.select_option("[name=category]", "jalan-rusak")
    await page.fill("[name=title]", "Pungutan di kantor desa")
    await page.fill("[name=phone]", "0812 3456 7890")
    await page.set_input_files("[name=photo]", str(picture))
    await expect(page.locator("[data-previews] img")).to_have_count(1)


async def test_a_complaint_sent_offline_arrives_with_photo_and_secrecy_after_a_reload(
    transactional_db: None, browser: Browser, tmp_path: Path
) -> None:
    await database_sync_to_async(build)()
    picture = tmp_path / "bukti.jpg"
    picture.write_bytes(jpeg(3000, 2250) + b"\0" * 1_200_000)
    empty = tmp_path / "kosong.jpg"
    empty.write_bytes(b"")
    with processes.web() as web:
        context = await browser.new_context(**PHONE)
        page = await context.new_page()
        await page.goto(f"{web.address}/pengaduan/")
        await page.set_input_files("[name=photo]", str(empty))
        await expect(page.locator("[data-photos] .error")).to_contain_text("kosong.jpg")
        await fill(page, picture)
        await context.set_offline(True)
        await page.get_by_role("button", name="Kirim pengaduan").tap()
        await expect(page.locator("[role=status]", has_text="Belum terkirim")).to_be_visible()
        assert await database_sync_to_async(Complaint.objects.count)() == 0

        await context.set_offline(False)
        await page.wait_for_url("**/pengaduan/terkirim/**")
        arrived = ("Pungutan di kantor desa", "0812 3456 7890", True, True, 1)
        assert await database_sync_to_async(stored)() == [arrived]

        # The same once more, with a reload in between: the draft holds everything.
        await page.goto(f"{web.address}/pengaduan/")
        await expect(page.locator("[name=title]")).to_have_value("")
        await fill(page, picture)
        await page.reload()
        await expect(page.locator("[name=anonymous]")).to_be_checked()
        await expect(page.locator("[name=confidential]")).to_be_checked()
        await expect(page.locator("[name=phone]")).to_have_value("0812 3456 7890")
        await expect(page.locator("[data-previews] img")).to_have_count(1)
        await page.get_by_role("button", name="Kirim pengaduan").tap()
        await page.wait_for_url("**/pengaduan/terkirim/**")
        assert await database_sync_to_async(stored)() == [arrived, arrived]

        # A form that is not taken comes back on the same page, with words and photo.
        await page.goto(f"{web.address}/pengaduan/")
        await fill(page, picture)
        await page.fill("[name=title]", "Pun")
        await page.get_by_role("button", name="Kirim pengaduan").tap()
        await expect(page.locator("[data-first-error]")).to_be_visible()
        await page.fill("[name=title]", "Pungutan lain")
        await page.get_by_role("button", name="Kirim pengaduan").tap()
        await page.wait_for_url("**/pengaduan/terkirim/**")
        assert (await database_sync_to_async(stored)())[-1] == ("Pungutan lain", "0812 3456 7890", True, True, 1)
        await context.close()
