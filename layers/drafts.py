"""What an editor hands in, checked field by field."""

import json
from datetime import datetime
from typing import Annotated, Any

import shapely
from django.contrib.gis.geos import MultiPolygon
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from shapely.geometry.base import BaseGeometry

from geo.repair import Repair, repair_area
from layers.errors import BadOutline, BadZone, outline_errors
from layers.field_problems import first_problem
from layers.models import FACE_FIELDS, KINDS_OF, Kind, Purpose, Zone, ZoneFace
from layers.outlines import stored
from layers.styles import PATTERNS

MAX_VERTICES = 200_000
_Text = Annotated[str, StringConstraints(strip_whitespace=True)]


def _aware(value: datetime | None) -> datetime | None:
    return timezone.make_aware(value) if value is not None and timezone.is_naive(value) else value


_Moment = Annotated[datetime | None, AfterValidator(_aware)]


class ZoneDraft(BaseModel):
    """All that a planner decides about a zone.

    ``geometry`` is GeoJSON in degrees; a time without a time zone is in the region's.
    """

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    kind: Kind
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    name: Annotated[_Text, Field(min_length=1, max_length=160)]
    name_en: Annotated[_Text, Field(max_length=160)] = ""
    description: Annotated[_Text, Field(max_length=4000)] = ""
    color: Annotated[str, Field(pattern=r"^(#[0-9a-f]{6})?$")] = ""
    fill_opacity: Annotated[float, Field(ge=0, le=0.9)] | None = None
    pattern: Annotated[str, Field(pattern=rf"^({'|'.join(PATTERNS)})?$")] = ""
    valid_from: _Moment = None
    valid_to: _Moment = None
    source: Annotated[_Text, Field(max_length=300)] = ""
    licence: Annotated[_Text, Field(max_length=160)] = ""
    geometry: dict[str, Any]


def parse_draft(data: object) -> ZoneDraft:
    """The draft that ``data`` (parsed JSON) holds. Raises BadZone that names the field and says what is wrong."""
    try:
        draft = ZoneDraft.model_validate(data)
    except ValidationError as error:
        text, field = first_problem(error)
        raise BadZone(text, field=field) from error
    check_draft(draft)
    return draft


def check_draft(draft: ZoneDraft) -> None:
    """Raise BadZone where the fields contradict each other."""
    if draft.kind not in KINDS_OF[draft.purpose]:
        raise BadZone(_("This kind does not go with this purpose."), field="kind")
    if draft.level is not None and draft.purpose != Purpose.HAZARD:
        raise BadZone(_("Only hazard zones have a level."), field="level")
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        raise BadZone(_("The validity ends before it begins."), field="valid_to")


def read_outline(geometry: dict[str, Any]) -> tuple[MultiPolygon, Repair]:
    """The valid outline of a GeoJSON geometry and the account of its repair. Raises BadOutline."""
    if geometry.get("type") not in {"Polygon", "MultiPolygon", "GeometryCollection"}:
        raise BadOutline(
            _("A zone needs an outline that encloses an area; draw a polygon or a circle."), field="geometry"
        )
    try:
        shape: BaseGeometry = shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        text = _("The outline cannot be read; every ring needs at least four positions and must be closed.")
        raise BadOutline(text, field="geometry") from error
    return mend_outline(shape)


def mend_outline(shape: BaseGeometry) -> tuple[MultiPolygon, Repair]:
    """The shape as a valid outline and the account of its repair. Raises BadOutline."""
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        raise BadOutline(_("The outline has too many points (over %(limit)d); simplify it.") % {"limit": MAX_VERTICES})
    with outline_errors():
        mended, repair = repair_area(shape)
    return stored(mended), repair


def apply_draft(zone: ZoneFace, draft: ZoneDraft, outline: MultiPolygon) -> None:
    """Write the draft's fields and the outline into the zone, unsaved."""
    for field in FACE_FIELDS:
        setattr(zone, field, outline if field == "geometry" else getattr(draft, field))


def says_the_same(zone: Zone) -> bool:
    """Whether the working copy equals what is published."""
    version = zone.published
    return version is not None and all(getattr(zone, field) == getattr(version, field) for field in FACE_FIELDS)
