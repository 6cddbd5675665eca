"""What holds for every page in a browser: text stays text, the security policy refuses nothing, axe finds nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from asgiref.sync import sync_to_async
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone
from playwright.async_api import Browser, BrowserContext, Page, expect

from complaints.actions.submit import submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint
from fleet.models import Vehicle
from fleet.trips.rebuild import build_from
from fleet.vehicles.actions.share_vehicle import share_vehicle
from geo.models import Area, AreaLevel
from incidents.actions.add_note import add_note
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.open_incident import IncidentDraft, open_incident
from people.actions.api_keys import make_key
from people.models import Agency, User
from tests import processes
from tests import world as cast
from tests.cameras.factories import registered
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.fleet.history.test_timeline import event, morning
from tests.layers.drawings import published
from tests.live_client import session_cookie
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS: Final = 1000
HOSTILE: Final = '<img src=x onerror="window.executed=1">'
AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOURS: Final = "from=2026-03-01T11:00:00Z&to=2026-03-01T15:00:00Z"
MAPS: Final = (
    "[data-case-map], [data-track-map], [data-replay-map], [data-shared-map], [data-camera-map], #wall, #plannermap"
)
LISTEN: Final = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass(frozen=True)
class Scene:
    """Pages that show what somebody typed, by the user who opens them ("" is a visitor)."""

    world: cast.World
    pages: dict[str, list[str]]
    case: str
    vehicle: int


@dataclass
class Visit:
    """The browser of one user, and what its pages complained of."""

    context: BrowserContext
    address: str
    found: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, path: str) -> AsyncIterator[Page]:
        """A new page at ``path``; at its end, what the policy refused or a script raised is noted."""
        page = await self.context.new_page()
        page.on("pageerror", lambda error: self.found.append(f"{path}: {error}"))
        await page.goto(f"{self.address}{path}", wait_until="load")
        if await page.locator(MAPS).count():
            await expect(page.locator(".leaflet-map-pane").first).to_be_attached(timeout=20 * SECONDS)
        yield page
        refused: list[str] = await page.evaluate("window.violations")
        executed = await page.evaluate("window.executed === 1")
        self.found += [f"{path}: {text}" for text in refused] + ([f"{path}: executed"] if executed else [])
        await page.close()

    async def look_at(self, paths: list[str]) -> None:
        """Open the pages one after the other, and note what axe finds as well."""
        for path in paths:
            async with self.open(path) as page:
                await look_closer(page, path)
                self.found += [f"{path}: {text}" for text in await axe(page)]


def make_scene(named: str) -> Scene:
    """One of everything that is shown on a map or in a list, each called ``named``."""
    world = cast.build()
    Agency.objects.update(name=named, short_name=named)
    make_area(named)
    category = Category.objects.create(code="jalan", name=named, name_en=named, default_agency=world.roads)
    told = {"category": "jalan", "lon": 98.4908, "lat": 3.1001, "title": named, "landmark": named, "description": named}
    code, early = [submit(parse_submission(told), Channel.PORTAL).complaint.tracking_code for _ in range(2)]
    Complaint.objects.filter(tracking_code=early).update(created_at=NOON + timedelta(seconds=600))
    camera = registered(world.gita, name=named)
    zone = published(world.dewi, name=named)
    vehicle = make_vehicle("grader-1", world.roads, name=named)
    Vehicle.objects.update(plate="<b>1</b>")
    drive(vehicle)
    token = share_vehicle(world.ani, vehicle, 4, show_plate=True).token
    make_key(world.gita, named, 30)
    incident = open_incident(world.ani, IncidentDraft(named, "fire", place=named), [code]).code
    assign_vehicle(incident, world.ani, vehicle.pk)
    add_note(incident, world.ani, text=named)
    pages = {
        "": ["/", "/pengaduan/", f"/status/{code}/", f"/share/{token}/", "/login/", "/nothing/", "/share/none/"],
        "slamet": [
            *("/wall/", "/audit/", "/cameras/", f"/cameras/{camera.pk}/", f"/cameras/{camera.pk}/edit/"),
            *("/desk/", f"/desk/?complaint={code}", f"/desk/{code}/", "/desk/new/"),
            *("/incidents/", f"/incidents/{incident}/", f"/incidents/new/?complaint={code}"),
            *("/fleet/", f"/fleet/{vehicle.pk}/?day=2026-03-01", f"/fleet/{vehicle.pk}/enrol/", "/fleet/events/"),
            *(f"/fleet/replay/?vehicles={vehicle.pk}&{HOURS}", "/fleet/reports/", "/fleet/quarantine/"),
            *("/fleet/rules/", "/fleet/rules/new/overspeed/", "/fleet/groups/", "/fleet/drivers/", "/fleet/roster/"),
        ],
        "dewi": ["/planner/", f"/planner/#zone={zone.pk}"],
        "gita": [
            *("/people/", "/people/new/", "/people/agencies/", "/people/keys/", "/fleet/keys/", "/fleet/webhooks/"),
            *("/desk/categories/", f"/desk/categories/{category.pk}/"),
        ],
    }
    return Scene(world, pages, code, vehicle.pk)


def make_area(name: str) -> None:
    """A regency around Kabanjahe."""
    Area.objects.create(
        code="12.06",
        name=name,
        level=AreaLevel.REGENCY,
        geometry=MultiPolygon(Polygon.from_bbox((97.9, 2.8, 98.7, 3.4)), srid=4326),
        point=Point(98.3, 3.1, srid=4326),
        area_m2=2e9,
        search_name=name.lower(),
        digest="0" * 64,
        imported_at=timezone.now(),
    )


def drive(vehicle: Vehicle) -> None:
    """A morning in March with an event, and a position of now."""
    store([delivery(*morning())])
    build_from(vehicle.pk, NOON)
    event(vehicle, 700)
    now = timezone.now()
    store([delivery(fix("grader-1", (now - NOON).total_seconds() - 2), arrival=now)])


async def visit(browser: Browser, address: str, user: User | None, language: str = "id", **options: Any) -> Visit:
    """A browser signed in as ``user``."""
    context = await browser.new_context(viewport={"width": 1600, "height": 900}, **options)
    await context.add_init_script(LISTEN)
    cookies = {"django_language": language}
    if user is not None:
        name, _, value = (await sync_to_async(session_cookie)(user)).partition("=")
        cookies[name] = value
    await context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return Visit(context, address)


async def test_every_page_shows_text_as_text_and_passes_the_policy_and_axe(
    transactional_db: None, browser: Browser
) -> None:
    scene = await sync_to_async(make_scene)(HOSTILE)
    found: list[str] = []
    with processes.web() as web:
        for name, paths in scene.pages.items():
            user = getattr(scene.world, name) if name else None
            visits = [await visit(browser, web.address, user, language) for language in ("id", "en")]
            # While one page loads the other is looked at.
            await asyncio.gather(*(visitor.look_at(paths[n::2]) for n, visitor in enumerate(visits)))
            found += [text for visitor in visits for text in visitor.found]
    assert not found, "\n".join(found)


async def look_closer(page: Page, path: str) -> None:
    """Open what a page shows only on request."""
    if path.startswith("/desk/") and await page.locator(".nearby-mark").count():
        await page.locator(".nearby-mark").first.dispatch_event("mouseover")
        await expect(page.locator(".leaflet-tooltip")).to_have_text(HOSTILE)
    if path == "/pengaduan/":
        await page.locator("[data-open-map]").click()
        await expect(page.locator(".place-map .leaflet-pane").first).to_be_attached()
    if path == "/wall/":
        await expect(page.locator(".link")).to_have_attribute("data-link", "connected", timeout=20 * SECONDS)
        row = page.locator(".queue .row-button").first
        await row.click()
        await expect(page.locator(".side h2")).to_have_text(HOSTILE)
    if "/replay/" in path:
        await expect(page.locator(".replay-name")).to_have_text(HOSTILE)
        await page.keyboard.press("End")
        await page.locator(".replay-event").first.dispatch_event("mouseover")
        await expect(page.locator(".leaflet-tooltip:not(.replay-name)").first).to_contain_text(HOSTILE)


async def axe(page: Page) -> list[str]:
    """What axe-core finds on the page: the rule and the elements."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    # The colours are measured in tokens.test.ts, for both themes.
    rules = {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}}
    # Only violations are described; neither style sheets, for rules not in use, nor media are loaded once more.
    options = {"rules": rules, "resultTypes": ["violations"], "preload": False}
    found: dict[str, Any] = await page.evaluate("options => axe.run(options)", options)
    return [
        f"{broken['id']} ({broken['help']}) {node['target']}: {node['html'][:160]}"
        for broken in found["violations"]
        for node in broken["nodes"][:3]
    ]
