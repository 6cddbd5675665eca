"""Storing the rows of a foreign list as complaints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.clock.deadlines import due_at
from complaints.events import announce
from complaints.intake.foreign_categories import Categories
from complaints.intake.mapping import Mapping
from complaints.intake.rows import ForeignComplaint
from complaints.models import Category, Channel, Complaint, Reporter, Status, Transition
from complaints.routing import agency_for
from complaints.tracking import new_code
from people.models import Agency

IMPORT_VERB: Final = "import"
WITH_AGENCY: Final = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.FOLLOWED_UP})
"""The open states whose next step is an agency's: without one, nobody could take it."""

# The finest area that covers each point, by the length of its code; names of the two innermost levels. Uses the spatial
# index of geo_area, once a batch instead of once a row.
_LOCATE: Final = """
SELECT DISTINCT ON (p.number) p.number, a.id, a.code, concat_ws(', ', a.name, parent.name)
FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS p(number, lon, lat)
JOIN geo_area a ON ST_Covers(a.geometry, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326))
LEFT JOIN geo_area parent ON parent.id = a.parent_id
ORDER BY p.number, length(a.code) DESC, a.area_m2, a.code
"""


@dataclass
class Outcome:
    """``refused`` gives the reason for each number that could not be stored."""

    added: int = 0
    categories: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Place:
    area_id: int | None = None
    code: str | None = None
    name: str = ""


def store(rows: Sequence[ForeignComplaint], mapping: Mapping) -> Outcome:
    """Write ``rows`` with their reporters and steps, in the caller's transaction."""
    outcome = Outcome()
    places = _located(rows)
    categories = Categories(mapping, {foreign.category for foreign in rows})
    agencies = _Agencies()
    pairs: list[tuple[Complaint, ForeignComplaint]] = []
    for foreign, place in zip(rows, places, strict=True):
        category = categories.by_name[foreign.category]
        agency = agencies.named(foreign.agency) if foreign.agency else agencies.routed(category, place.code)
        if problem := _problem(foreign, agency):
            outcome.refused[foreign.external_id] = problem
            continue
        pairs.append((_complaint(foreign, category, place, agency, mapping), foreign))
    Complaint.objects.bulk_create(complaint for complaint, _foreign in pairs)
    Reporter.objects.bulk_create(
        Reporter(complaint=complaint, anonymous=foreign.anonymous) for complaint, foreign in pairs
    )
    Transition.objects.bulk_create(step for complaint, foreign in pairs for step in _steps(complaint, foreign, mapping))
    for complaint, _foreign in pairs:
        if complaint.on_wall:
            announce(complaint)
    outcome.added, outcome.categories = len(pairs), categories.created
    return outcome


class _Agencies:
    """The agencies of one batch, each asked for once."""

    def __init__(self) -> None:
        self._by_code = {agency.code: agency for agency in Agency.objects.filter(active=True)}
        self._routed: dict[tuple[int, str | None], Agency | None] = {}

    def named(self, code: str) -> Agency | None:
        return self._by_code.get(code)

    def routed(self, category: Category, area_code: str | None) -> Agency | None:
        key = (category.pk, area_code)
        if key not in self._routed:
            self._routed[key] = agency_for(category, area_code)
        return self._routed[key]


def _problem(foreign: ForeignComplaint, agency: Agency | None) -> str:
    if foreign.agency and agency is None:
        return _("There is no active agency with the code “%(code)s”.") % {"code": foreign.agency}
    if foreign.status in WITH_AGENCY and agency is None:
        return _(
            "The complaint is with an agency, and none is known: name it in a column (agency), or let the category "
            "“%(category)s” have an agency that answers."
        ) % {"category": foreign.category}
    return ""


def _located(rows: Sequence[ForeignComplaint]) -> list[_Place]:
    points = [(number, row.point.x, row.point.y) for number, row in enumerate(rows) if row.point]
    with connection.cursor() as cursor:
        cursor.execute(_LOCATE, [list(column) for column in zip(*points, strict=True)] if points else [[], [], []])
        found = {number: _Place(area_id, code, name) for number, area_id, code, name in cursor.fetchall()}
    return [found.get(number, _Place()) for number in range(len(rows))]


def _complaint(
    foreign: ForeignComplaint, category: Category, place: _Place, agency: Agency | None, mapping: Mapping
) -> Complaint:
    complaint = Complaint(
        tracking_code=new_code(),
        complaint_class=category.complaint_class,
        category=category,
        title=foreign.title,
        description=foreign.description,
        point=foreign.point,
        area_id=place.area_id,
        place=place.name[:200],
        status=foreign.status,
        agency=agency if foreign.agency or foreign.status in WITH_AGENCY else None,
        channel=Channel.IMPORT,
        external_source=mapping.source,
        external_id=foreign.external_id,
        created_at=foreign.created_at,
        updated_at=foreign.ended_at or foreign.created_at,
        forwarded_at=foreign.created_at if foreign.status in WITH_AGENCY else None,
        ended_at=foreign.ended_at,
        on_wall=foreign.ended_at is None,
    )
    complaint.due_at = due_at(complaint, _arrived_at(foreign))
    return complaint


def _arrived_at(foreign: ForeignComplaint) -> datetime:
    """When the complaint came to its state, as far as the list says: its end, else its receipt."""
    return foreign.ended_at or foreign.created_at


def _steps(complaint: Complaint, foreign: ForeignComplaint, mapping: Mapping) -> list[Transition]:
    """The receipt, and if more happened, one step for all that the other system did."""
    received = Transition(
        complaint=complaint,
        verb="submit",
        from_status="",
        to_status="received",
        at=foreign.created_at,
        note=mapping.source,
    )
    if foreign.status == "received":
        return [received]
    arrived = Transition(
        complaint=complaint,
        verb=IMPORT_VERB,
        from_status="received",
        to_status=foreign.status,
        agency=complaint.agency,
        at=_arrived_at(foreign),
        note=f"{mapping.source}: {foreign.foreign_status} ({timezone.localdate():%Y-%m-%d})",
    )
    return [received, arrived]
