"""What an editor hands in, checked field by field."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import shapely
from django.contrib.gis.geos import MultiPolygon
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from shapely.geometry.base import BaseGeometry

from geo.repair import Repair, repair_area
from geo.untrusted_geometry import read_geojson
from kit.dates import is_supported
from kit.text import clean, is_blank, storable
from layers.errors import BadOutline, BadZone, outline_errors
from layers.field_problems import first_problem
from layers.models import FACE_FIELDS, KINDS_OF, Kind, Purpose, Zone, ZoneFace
from layers.outlines import stored
from layers.readable import finite_json, has_readable_dates
from layers.styles import PATTERNS

MAX_VERTICES = 200_000
MAX_ATTRIBUTES = 20_000


def _supported(value: datetime | None) -> datetime | None:
    """The time with its zone. Checked before the zone is applied as well: in the year 1 that alone raises."""
    if value is None:
        return None
    aware = timezone.make_aware(value) if is_supported(value) and timezone.is_naive(value) else value
    if not is_supported(aware):
        raise PydanticCustomError("date_out_of_range", "the date lies outside 1900 to 2200")
    return aware


def _shown(value: str) -> str:
    """The text without invisible characters; one that shows nothing becomes empty."""
    if not storable(value):
        raise PydanticCustomError("unstorable_text", "the text cannot be stored")
    return "" if is_blank(value) else clean(value)


def _visible(value: str) -> str:
    if not (text := _shown(value)):
        raise PydanticCustomError("blank_text", "the text shows nothing")
    return text


_Moment = Annotated[datetime | None, AfterValidator(_supported)]


class ZoneDraft(BaseModel):
    """All that a planner decides about a zone.

    ``geometry`` is GeoJSON in degrees; a time without a time zone is in the region's.
    """

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    kind: Kind
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    name: Annotated[str, Field(max_length=160), AfterValidator(_visible)]
    name_en: Annotated[str, Field(max_length=160), AfterValidator(_shown)] = ""
    description: Annotated[str, Field(max_length=4000), AfterValidator(_shown)] = ""
    color: Annotated[str, Field(pattern=r"^(#[0-9a-f]{6})?$")] = ""
    fill_opacity: Annotated[float, Field(ge=0, le=0.9)] | None = None
    pattern: Annotated[str, Field(pattern=rf"^({'|'.join(PATTERNS)})?$")] = ""
    valid_from: _Moment = None
    valid_to: _Moment = None
    source: Annotated[str, Field(max_length=300), AfterValidator(_shown)] = ""
    licence: Annotated[str, Field(max_length=160), AfterValidator(_shown)] = ""
    attributes: dict[str, Any] | None = None
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
    with outline_errors():
        shape = read_geojson(geometry)
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
        if field == "attributes":
            zone.attributes = checked_attributes(draft.attributes) if draft.attributes is not None else zone.attributes
        else:
            setattr(zone, field, outline if field == "geometry" else getattr(draft, field))


def checked_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes as the database takes them. Raises BadZone, never cuts."""
    try:
        text = finite_json({str(name): value for name, value in attributes.items()})
    except (ValueError, TypeError, RecursionError):
        raise BadZone(_("An attribute is no text, number or list of them."), field="attributes") from None
    if len(text) > MAX_ATTRIBUTES:
        raise BadZone(
            _("The attributes have %(length)d characters; at most %(limit)d are stored. Leave columns out.")
            % {"length": len(text), "limit": MAX_ATTRIBUTES},
            field="attributes",
        )
    if not storable(text) or "\\u0000" in text:
        raise BadZone(_("An attribute holds a character that cannot be stored. Delete it."), field="attributes")
    return dict(json.loads(text))


def says_the_same(zone: Zone) -> bool:
    """Whether the working copy equals what is published."""
    version = zone.published
    if version is None or any(getattr(zone, field) != getattr(version, field) for field in FACE_FIELDS):
        return False
    return has_readable_dates(version)
