"""What a form or a file says about a camera, checked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from cameras.coverage import view_of
from cameras.errors import BadCamera
from cameras.models import Camera, CameraKind, CameraPurpose, StreamKind
from cameras.models.camera_stream import STREAM_SCHEMES
from kit.errors import BadInput
from kit.net.addresses import HTTP_SCHEMES, AddressRefused, split_url
from kit.text import checked, clean, is_blank, storable
from people.models import Agency

_URL_LENGTH, _WORD_LENGTH, _PASSWORD_LENGTH = 600, 120, 200
_LENGTHS: Final = {"code": 60, "name": 160, "place": 200, "description": 4000}


@dataclass(frozen=True, slots=True)
class CameraDraft:
    """Degrees WGS 84; ``bearing_deg`` None looks all around; ranges in metres."""

    code: str
    name: str
    lon: float
    lat: float
    place: str = ""
    description: str = ""
    bearing_deg: float | None = None
    fov_deg: float = 70
    range_m: float = 120
    kind: str = CameraKind.FIXED
    purpose: str = CameraPurpose.TRAFFIC
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """Where the picture comes from. An empty ``url`` means none.

    An empty password keeps the stored one, as long as there is a user and the address leads to the same origin.
    """

    url: str
    username: str = ""
    password: str = ""


def check_draft(draft: CameraDraft) -> None:
    """Raise BadCamera for the first field that cannot be."""
    numbers = (draft.lon, draft.lat, draft.fov_deg, draft.range_m, draft.bearing_deg or 0.0)
    if not all(map(math.isfinite, numbers)) or not (-180 <= draft.lon <= 180 and -90 <= draft.lat <= 90):
        raise BadCamera(_("The position is not a longitude and latitude."), field="lon")
    for field, longest in _LENGTHS.items():
        try:
            checked(getattr(draft, field), longest=longest)
        except BadInput as error:
            raise BadCamera(error.message, field=field) from error
    if is_blank(draft.name) or is_blank(draft.code):
        raise BadCamera(_("A camera needs a name and a code."), field="name")
    if draft.bearing_deg is not None and not 0 <= draft.bearing_deg <= 360:
        raise BadCamera(_("The bearing is from 0 to 360 degrees, clockwise from north."), field="bearing_deg")
    if not 5 <= draft.fov_deg <= 360:
        raise BadCamera(_("The field of view is from 5 to 360 degrees."), field="fov_deg")
    if not 5 <= draft.range_m <= 20_000:
        raise BadCamera(_("The range is from 5 to 20,000 metres."), field="range_m")
    if draft.kind not in CameraKind.values or draft.purpose not in CameraPurpose.values:
        raise BadCamera(_("This kind or purpose of camera is not known."), field="kind")


def apply_draft(camera: Camera, draft: CameraDraft) -> None:
    """Write the draft and the ground that it sees into the camera, unsaved."""
    for field in _LENGTHS:
        setattr(camera, field, clean(getattr(draft, field)))
    camera.point = Point(draft.lon, draft.lat, srid=4326)
    camera.bearing_deg = None if draft.bearing_deg is None else draft.bearing_deg % 360
    camera.fov_deg, camera.range_m = draft.fov_deg, draft.range_m
    camera.kind, camera.purpose = draft.kind, draft.purpose
    camera.agency = draft.agency
    camera.view = view_of(draft.lon, draft.lat, camera.bearing_deg, camera.fov_deg, camera.range_m)


def clean_source(source: SourceDraft) -> SourceDraft:
    """The source with a user and password that were typed into the address moved out of it. Raises BadCamera."""
    return _clean(source, HTTP_SCHEMES, _("The picture's address must begin with http:// or https:// and name a host."))


def clean_stream(source: SourceDraft) -> SourceDraft:
    """As `clean_source`, for the address of a moving picture."""
    text = _("The stream's address must begin with http://, https:// or rtsp:// and name a host.")
    return _clean(source, STREAM_SCHEMES, text)


def stream_kind(url: str) -> StreamKind:
    """How the stream is transported, by scheme and ending of its address."""
    parts = urlsplit(url)
    if parts.scheme in {"rtsp", "rtsps"}:
        return StreamKind.RTSP
    endings = {".m3u8": StreamKind.HLS, ".flv": StreamKind.FLV}
    return next((kind for end, kind in endings.items() if parts.path.lower().endswith(end)), StreamKind.OTHER)


def _clean(source: SourceDraft, schemes: Mapping[str, int], unusable: str) -> SourceDraft:
    url = source.url.strip()
    if not url:
        return SourceDraft("")
    if not all(map(storable, (url, source.username, source.password))):
        raise BadCamera(unusable, field="url")
    try:
        parts = urlsplit(url)
        username, password = parts.username, parts.password
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        split_url(bare, schemes=schemes)
    except (ValueError, AddressRefused) as error:
        raise BadCamera(unusable, field="url") from error
    if len(bare) > _URL_LENGTH or len(username or source.username) > _WORD_LENGTH:
        raise BadCamera(_("The picture's address is too long."), field="url")
    found = SourceDraft(bare, unquote(username or "") or source.username, unquote(password or "") or source.password)
    if not all(map(storable, (found.username, found.password))) or len(found.password) > _PASSWORD_LENGTH:
        raise BadCamera(unusable, field="url")
    return found
