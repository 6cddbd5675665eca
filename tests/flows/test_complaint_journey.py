"""The second journey, whole and in browsers: a citizen's complaint, its way through desk and agency, and the last word.

A wall in a browser of its own is open all the time and must see each step.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, BrowserContext, Page, expect

from complaints.models import Category, Complaint
from people.models import AuditEntry, User
from tests import processes
from tests import world as cast
from tests.complaints.pictures import jpeg
from tests.live_client import session_cookie

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Lubang besar di jalan depan pasar"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "geolocation": {"longitude": 98.4908, "latitude": 3.1001},
    "permissions": ["geolocation"],
}
SEEN_WITHIN_MS = 10_000
TRANSITIONS = ["submit", "verify", "forward", "start", "follow_up", "close", "reopen"]


@dataclass
class Scene:
    """The pages that are open, each in a browser of its own."""

    address: str
    browser: Browser
    folder: Path
    wall: Page

    async def page(self, user: User | None, **options: Any) -> Page:
        """A fresh browser, logged in as ``user`` if one is given, in Indonesian."""
        context = await self.browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        await context.add_cookies([{"name": "django_language", "value": "id", "url": self.address}])
        if user is not None:
            await log_in(context, self.address, user)
        page = await context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
        return page

    async def wall_says(self, status: str) -> None:
        """The wall's detail of the complaint shows ``status`` soon."""
        await expect(self.wall.locator(".detail .headline")).to_contain_text(status, timeout=SEEN_WITHIN_MS)

    def picture(self, name: str) -> str:
        """A large photo on disk, as a phone's camera leaves it."""
        path = self.folder / name
        path.write_bytes(jpeg(3000, 2250))
        return str(path)


async def log_in(context: BrowserContext, address: str, user: User) -> None:
    name, _, value = (await database_sync_to_async(session_cookie)(user)).partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": address}])


def build() -> cast.World:
    """The cast, and one thing to report about."""
    people = cast.build()
    Category.objects.create(code="jalan-rusak", name="Jalan rusak", name_en="Damaged road", default_agency=people.roads)
    return people


async def citizen_sends(scene: Scene, page: Page) -> str:
    """Fills the form on a phone: photo, own position, name. Returns the reporter's own link."""
    await page.goto(f"{scene.address}/")
    await page.get_by_role("link", name="Buat pengaduan").last.click()
    await page.select_option("[name=category]", "jalan-rusak")
    await page.fill("[name=title]", TITLE)
    await page.fill("[name=description]", "Sudah dua motor jatuh sejak Senin.")
    await page.set_input_files("[name=photo]", scene.picture("lubang.jpg"))
    await expect(page.locator("[data-previews] img")).to_have_count(1)
    await page.get_by_role("button", name="Pakai posisi saya").tap()
    await expect(page.locator("[data-place-found]")).to_contain_text("Posisi Anda")
    await expect(page.locator(".place-map .leaflet-marker-icon")).to_be_visible()
    await page.fill("[name=name]", "Roslina Tarigan")
    await page.check("[name=anonymous]")
    await page.get_by_role("button", name="Kirim pengaduan").tap()
    await expect(page.get_by_role("heading", name="Pengaduan Anda sudah kami terima")).to_be_visible()
    link = await page.locator(".own-link-address a").get_attribute("href")
    assert link is not None
    return link


async def operator_forwards(scene: Scene, page: Page, code: str) -> None:
    """Finds the complaint in the inbox without loading it anew, verifies it and forwards it where routing says."""
    await page.locator(f"#row-{code}").click()
    await expect(page.locator(".case h2")).to_have_text(TITLE)
    await expect(page.locator(".case-photos img")).to_have_count(1)
    await page.get_by_role("button", name="Verifikasi").click()
    await expect(page.locator(".case")).to_have_attribute("data-status", "verified")
    await scene.wall_says("Terverifikasi")
    await page.fill("#forward-instruction", "Tambal sebelum hari pekan")
    await page.get_by_role("button", name="Disposisi").click()
    await expect(page.locator(".case")).to_have_attribute("data-status", "forwarded")
    await scene.wall_says("Didisposisikan")


async def officer_works(scene: Scene, page: Page, code: str) -> None:
    """Starts, and follows up with evidence."""
    await page.goto(f"{scene.address}/desk/")
    await page.locator(f"#row-{code}").click()
    await expect(page.locator(".case")).to_contain_text("Tambal sebelum hari pekan")
    await expect(page.locator(".reporter")).to_have_count(0)
    await page.get_by_role("button", name="Mulai kerja").click()
    await expect(page.locator(".case")).to_have_attribute("data-status", "in_progress")
    await scene.wall_says("Dikerjakan")
    await page.fill("#follow_up-text", "Lubang sudah ditambal dengan aspal panas.")
    await page.set_input_files("#follow_up-photo", scene.picture("tambal.jpg"))
    await page.get_by_role("button", name="Tindak lanjut").click()
    await expect(page.locator(".case")).to_have_attribute("data-status", "followed_up")
    await scene.wall_says("Ditindaklanjuti")


async def operator_closes(scene: Scene, page: Page, code: str) -> None:
    """Looks at the evidence and closes; the desk had told that the case changed."""
    await expect(page.locator("[data-case-changed]")).to_be_visible(timeout=SEEN_WITHIN_MS)
    await page.goto(f"{scene.address}/desk/?queue=close&complaint={code}")
    await expect(page.locator(".steps-taken img")).to_have_count(1)
    await page.get_by_role("button", name="Tutup").click()
    await expect(page.locator(".case")).to_have_attribute("data-status", "closed")
    await scene.wall_says("Ditutup")


async def citizen_says_not_fixed(scene: Scene, page: Page, link: str) -> None:
    """Reads the way so far, with the photo of the work, and has the last word."""
    await page.goto(link)
    await expect(page.locator(".timeline")).to_contain_text("Lubang sudah ditambal")
    await expect(page.locator(".timeline img")).to_have_count(1)
    await page.locator("summary", has_text="Belum beres").tap()
    await page.fill("[name=reason]", "Setelah hujan berlubang lagi.")
    await page.get_by_role("button", name="Buka kembali").tap()
    await expect(page.locator(".status-page")).to_have_attribute("data-status", "reopened")
    await scene.wall_says("Dibuka kembali")


async def test_a_complaint_goes_from_the_portal_to_a_closed_case_and_back(
    transactional_db: None, browser: Browser, tmp_path: Path
) -> None:
    people = await database_sync_to_async(build)()
    with processes.web() as web:
        context = await browser.new_context(viewport={"width": 1600, "height": 900})
        await context.add_cookies([{"name": "django_language", "value": "id", "url": web.address}])
        await log_in(context, web.address, people.slamet)
        scene = Scene(web.address, browser, tmp_path, await context.new_page())
        await scene.wall.goto(f"{web.address}/wall/")
        await expect(scene.wall.locator(".link")).to_have_attribute("data-link", "connected", timeout=20_000)
        phone, desk, inbox = await asyncio.gather(
            scene.page(None, **PHONE), scene.page(people.ani), scene.page(people.budi)
        )
        await desk.goto(f"{web.address}/desk/?queue=new")
        await expect(desk.locator("#inbox .empty")).to_be_visible()

        link = await citizen_sends(scene, phone)
        await scene.wall.locator(".queue .row-button", has_text=TITLE).click(timeout=SEEN_WITHIN_MS)
        await scene.wall_says("Diterima")
        found = re.search(r"/status/([0-9A-Z-]+)/", link)
        assert found is not None
        code = found[1]
        await operator_forwards(scene, desk, code)
        await officer_works(scene, inbox, code)
        await operator_closes(scene, desk, code)
        await citizen_says_not_fixed(scene, phone, link)
        await expect(inbox.locator("[data-case-changed]")).to_be_visible(timeout=SEEN_WITHIN_MS)

    steps, actors = await database_sync_to_async(record_of)(code)
    assert steps == TRANSITIONS
    assert actors == [None, "ani", "ani", "budi", "budi", "ani", None]


def record_of(code: str) -> tuple[list[str], list[str | None]]:
    """The steps of the complaint, and who the audit trail says took each."""
    complaint = Complaint.objects.get(tracking_code=code)
    entries = AuditEntry.objects.filter(object_type="complaints.complaint", object_id=str(complaint.pk)).order_by("id")
    steps = list(complaint.transitions.order_by("id").values_list("verb", flat=True))
    return steps, [entry.actor.username if entry.actor else None for entry in entries.select_related("actor")]
