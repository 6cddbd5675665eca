"""Rules of the detectors on pages that are made from the detectors' own settings."""

import pytest
from django.core.exceptions import ValidationError

from fleet.detectors.hours import WeeklyHours
from fleet.detectors.settings import ABOUT_ZONES, OFFICE_HOURS, SETTINGS
from fleet.models import DetectorRule, Vehicle
from fleet.rules.kinds import RuleKind
from fleet.rules.labels import LABELS
from fleet.rules.pages.rule_fields import PREFIX, fields_of, initial_of
from fleet.rules.pages.rule_form import RuleForm
from fleet.rules.pages.weekly_hours import as_spans, as_texts
from people.models import AuditEntry
from tests.fleet.people.conftest import browser_of
from tests.world import World


def test_every_setting_of_every_detector_has_words() -> None:
    settings = {(kind, name) for kind, model in SETTINGS.items() for name in model.model_fields}
    assert settings == LABELS.keys()


@pytest.mark.parametrize("kind", list(RuleKind))
def test_the_form_of_each_detector_saves_its_defaults(world: World, kind: RuleKind) -> None:
    client = browser_of(world.slamet)
    sent = {"reach": "everyone", "zone": "every", "severity": "1", "enabled": "on", "name": ""}
    for name, value in initial_of(kind, {}).items():
        sent |= _posted(name, value)
    assert client.get(f"/fleet/rules/new/{kind.value}/").status_code == 200
    assert client.post(f"/fleet/rules/new/{kind.value}/", sent).status_code == 302
    rule = DetectorRule.objects.get()
    assert SETTINGS[kind].model_validate(rule.settings) == SETTINGS[kind]()


def _posted(name: str, value: object) -> dict[str, str]:
    """A setting as a browser sends it."""
    if isinstance(value, WeeklyHours):
        return {f"{name}_{day}": text for day, text in enumerate(as_texts(value))}
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    if isinstance(value, tuple):
        return {name: ", ".join(str(one) for one in value)}
    return {name: str(value)}


@pytest.mark.parametrize(("reach", "field"), [("agency", "agency"), ("group", "group"), ("vehicle", "vehicle")])
def test_a_reach_needs_whom_it_reaches(world: World, reach: str, field: str) -> None:
    form = RuleForm(world.slamet, RuleKind.SOS, None, {"reach": reach, "severity": "2"})
    assert not form.is_valid()
    assert field in form.errors


def test_only_the_chosen_reach_is_kept(world: World, bus: Vehicle) -> None:
    sent = {"reach": "vehicle", "vehicle": bus.pk, "agency": world.fire.pk, "severity": "2", "enabled": "on"}
    browser_of(world.slamet).post("/fleet/rules/new/sos/", sent)
    rule = DetectorRule.objects.get()
    assert (rule.vehicle, rule.agency) == (bus, None)


@pytest.mark.parametrize("limit", ["", "fast", "0", "401"])
def test_it_rejects_a_setting_outside_its_limits_and_keeps_what_was_typed(world: World, limit: str) -> None:
    sent = {
        "reach": "everyone",
        "zone": "every",
        "severity": "1",
        "name": "Town",
        f"{PREFIX}limit_kmh": limit,
        f"{PREFIX}seconds": "5",
    }
    answer = browser_of(world.slamet).post("/fleet/rules/new/overspeed/", sent)
    assert answer.status_code == 422
    assert 'value="Town"' in answer.content.decode()
    assert not DetectorRule.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("id", "Harus lebih dari 0"), ("en", "Must be more than 0")])
def test_a_setting_that_is_refused_says_why_in_the_readers_language(world: World, language: str, words: str) -> None:
    client = browser_of(world.slamet)
    client.cookies["django_language"] = language
    sent = {"reach": "everyone", "zone": "every", "severity": "1", f"{PREFIX}limit_kmh": "0", f"{PREFIX}seconds": "5"}
    assert words in client.post("/fleet/rules/new/overspeed/", sent).content.decode()


def test_a_rule_is_changed_and_switched_off(world: World) -> None:
    rule = DetectorRule.objects.create(kind="overspeed", settings={"limit_kmh": 80, "seconds": 10})
    client = browser_of(world.slamet)
    sent = {
        "reach": "everyone",
        "zone": "every",
        "severity": "2",
        "enabled": "on",
        f"{PREFIX}limit_kmh": "60",
        f"{PREFIX}seconds": "10",
    }
    assert client.post(f"/fleet/rules/{rule.pk}/", sent).status_code == 302
    rule.refresh_from_db()
    assert (rule.settings["limit_kmh"], rule.severity) == (60, 2)
    client.post(f"/fleet/rules/{rule.pk}/switch/", {"on": "0"})
    rule.refresh_from_db()
    assert not rule.enabled
    changed = AuditEntry.objects.filter(action="rule.edit").order_by("id").first()
    assert changed is not None
    assert changed.detail["severity"] == [1, 2]


def test_settings_that_no_longer_fit_are_shown_as_the_defaults(world: World) -> None:
    rule = DetectorRule.objects.create(kind="overspeed", settings={"speed": "fast"})
    answer = browser_of(world.slamet).get(f"/fleet/rules/{rule.pk}/")
    assert answer.status_code == 200
    assert 'value="100.0"' in answer.content.decode() or 'value="100"' in answer.content.decode()


def test_only_detectors_about_zones_ask_for_one(world: World) -> None:
    asked = {kind for kind in RuleKind if "zone" in RuleForm(world.slamet, kind, None).fields}
    assert asked == ABOUT_ZONES


def test_an_officer_sees_what_reaches_the_own_vehicles_and_changes_nothing(
    world: World, bus: Vehicle, engine: Vehicle
) -> None:
    DetectorRule.objects.create(kind="idling", name="For all")
    DetectorRule.objects.create(kind="idling", name="For roads", agency=world.roads)
    DetectorRule.objects.create(kind="idling", name="For the bus", vehicle=bus)
    theirs = DetectorRule.objects.create(kind="idling", name="For the engine", vehicle=engine)
    budi = browser_of(world.budi)
    page = budi.get("/fleet/rules/").content.decode()
    assert all(name in page for name in ("For all", "For roads", "For the bus"))
    assert "For the engine" not in page
    assert "/fleet/rules/new/" not in page
    assert budi.post(f"/fleet/rules/{theirs.pk}/switch/", {"on": "0"}).status_code == 403


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", ["Senin–Jumat 07:30-12:00, 13:00-16:00; Sabtu–Minggu: –", "di dalam zona"]),
        ("en", ["Monday–Friday 07:30-12:00, 13:00-16:00; Saturday–Sunday: –", "inside the zone"]),
    ],
)
def test_a_rule_is_told_in_the_readers_language(world: World, language: str, told: list[str]) -> None:
    hours = {"days": [[[450, 720], [780, 960]]] * 5 + [[], []]}
    for must_be in ("inside", "outside"):
        DetectorRule.objects.create(kind=RuleKind.ZONE_HOURS, settings={"must_be": must_be, "hours": hours})
    browser = browser_of(world.ani)
    browser.cookies["django_language"] = language
    page = browser.get("/fleet/rules/").content.decode()
    assert [words for words in told if words not in page] == []


def test_a_limit_without_a_zone_is_said_to_hold_everywhere(world: World) -> None:
    pages = [browser_of(world.slamet).get(f"/fleet/rules/new/{kind}/") for kind in ("overspeed", "dwell")]
    assert [">everywhere<" in page.content.decode() for page in pages] == [True, False]


def test_hours_are_read_as_people_write_them() -> None:
    spans = as_spans(["07.30-12:00, 13:00 – 16:00", "22:00-06:00", "", "", "", "", "20:00-24:00"])
    assert spans[0] == [(450, 720), (780, 960)]
    assert (spans[1], spans[2]) == ([(1320, 1440)], [(0, 360)])
    assert spans[6] == [(1200, 1440)]


@pytest.mark.parametrize("text", ["7-16", "25:00-26:00", "07:30", "08:00-08:00", "07:61-09:00"])
def test_it_rejects_hours_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValidationError):
        as_spans([text, *[""] * 6])


def test_hours_of_a_day_that_overlap_are_refused() -> None:
    field = fields_of(RuleKind.DUTY)[f"{PREFIX}hours"]
    with pytest.raises(ValidationError):
        field.clean(["07:00-12:00, 11:00-16:00", *[""] * 6])


def test_office_hours_survive_the_form() -> None:
    field = fields_of(RuleKind.DUTY)[f"{PREFIX}hours"]
    assert WeeklyHours.model_validate(field.clean(as_texts(OFFICE_HOURS))) == OFFICE_HOURS
