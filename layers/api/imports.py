"""``/api/v1/zones/import`` and ``/api/v1/zones/imports``: files from the planner's page become drafts, as one thing."""

import base64
import binascii
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.errors import BadParameter
from layers.actions.import_batches import publish_import, remove_import, withdraw_import
from layers.actions.import_zones import import_zones
from layers.api.parameters import GEOMETRY, read_json, read_query
from layers.errors import BadImport, ChooseLayer
from layers.field_problems import first_problem
from layers.geojson import iso
from layers.imports.plan import ImportPlan
from layers.imports.report import ZoneImportReport, mended_line, refused_lines
from layers.models import Kind, Purpose, Status, ZoneImport
from people.access import Verb, require
from people.models import User

_Name = Annotated[str, Field(max_length=60)]
_SHOWN = 50


class ImportOrder(BaseModel):
    """``geojson`` is the file's text, ``geopackage`` its bytes as base64; the rest is as in ``ImportPlan``."""

    model_config = ConfigDict(extra="forbid")

    file_name: Annotated[str, Field(min_length=1, max_length=120)]
    geojson: str = ""
    geopackage: str = ""
    layer: Annotated[str, Field(max_length=200)] = ""
    preview: bool = False
    purpose: Purpose = Purpose.HAZARD
    kind: Kind | None = None
    kind_field: _Name = ""
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    level_field: _Name = ""
    name_field: _Name = ""
    buffer_m: float | None = None


@require_POST
def zones_import(request: HttpRequest) -> JsonResponse:
    """The report: counts, and a sentence for each repaired and each refused feature. ``preview`` stores nothing.

    Where a GeoPackage has several layers, a preview answers with ``layers``, an import with 422 ``choose_layer``.
    """
    require(request.user, Verb.ZONE_DRAW)
    with GEOMETRY.turn():
        return _import(request)


def _import(request: HttpRequest) -> JsonResponse:
    try:
        order = ImportOrder.model_validate(read_json(request))
    except ValidationError as error:
        text, field = first_problem(error)
        raise BadImport(text, field=field) from error
    with tempfile.NamedTemporaryFile(suffix=".gpkg" if order.geopackage else ".geojson") as file:
        file.write(_content(order))
        file.flush()
        try:
            report = import_zones(
                cast(User, request.user),
                Path(file.name),
                _plan(order),
                layer=order.layer or None,
                preview=order.preview,
                request=request,
            )
        except ChooseLayer as error:
            if order.preview:
                return JsonResponse(_answer(ZoneImportReport()) | {"summary": str(error), "layers": error.layers})
            body = {"code": error.code, "message": str(error), "field": "layer", "layers": error.layers}
            return JsonResponse({"error": body}, status=error.status)
    return JsonResponse(_answer(report))


@require_safe
def zone_imports(request: HttpRequest) -> JsonResponse:
    """``{"imports": [{id, file_name, created_at, created_by, draft, published, retired, report}]}``, newest first."""
    require(request.user, Verb.ZONE_DRAW)
    read_query(request, ())
    counts = {status: Count("zones", filter=Q(zones__status=status)) for status in Status.values}
    rows = ZoneImport.objects.select_related("created_by").annotate(**counts)[:_SHOWN]
    return JsonResponse({"imports": [_row(row) for row in rows]})


@require_POST
def zone_import_publish(request: HttpRequest, import_id: int) -> JsonResponse:
    """Body: ``{"note"}``. Publish all zones of the import."""
    require(request.user, Verb.ZONE_PUBLISH)
    note = _text(request, "note")
    return JsonResponse(asdict(publish_import(cast(User, request.user), import_id, note, request)))


@require_POST
def zone_import_withdraw(request: HttpRequest, import_id: int) -> JsonResponse:
    """Body: ``{"reason"}``. Retire all published zones of the import."""
    require(request.user, Verb.ZONE_PUBLISH)
    reason = _text(request, "reason")
    return JsonResponse(asdict(withdraw_import(cast(User, request.user), import_id, reason, request)))


@require_POST
def zone_import_remove(request: HttpRequest, import_id: int) -> JsonResponse:
    """Body: ``{"reason"}``. Delete the drafts of the import and retire what is published."""
    require(request.user, Verb.ZONE_DRAW)
    reason = _text(request, "reason")
    return JsonResponse(asdict(remove_import(cast(User, request.user), import_id, reason, request)))


def _text(request: HttpRequest, name: str) -> str:
    body = read_json(request)
    text = body.get(name, "") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise BadParameter(_("The body must be a JSON object."), field=name)
    return text


def _content(order: ImportOrder) -> bytes:
    if not order.geopackage:
        try:
            return order.geojson.encode()
        except UnicodeEncodeError as error:
            raise BadImport(_("The file holds a character that cannot be stored."), field="geojson") from error
    try:
        return base64.b64decode(order.geopackage, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadImport(_("The GeoPackage was not sent completely. Try again."), field="geopackage") from error


def _plan(order: ImportOrder) -> ImportPlan:
    return ImportPlan(
        dataset=Path(order.file_name).stem or "import",
        purpose=order.purpose,
        kind=None if order.kind_field else order.kind,
        kind_field=order.kind_field,
        level=None if order.level_field else order.level,
        level_field=order.level_field,
        name_fields=(order.name_field,) if order.name_field else (),
        buffer_m=order.buffer_m,
        source=order.file_name,
        file_name=order.file_name,
    )


def _answer(report: ZoneImportReport) -> dict[str, Any]:
    lines = report.lines()
    notes = lines[1 : len(lines) - len(report.mended) - len(refused_lines(report.refused))]
    return {
        "read": report.read,
        "created": report.created,
        "unchanged": report.unchanged,
        "buffered": report.buffered,
        "outside": report.outside,
        "kinds": report.kinds,
        "levels": {str(level or ""): count for level, count in report.levels.items()},
        "columns": report.columns,
        "layers": [],
        "import_id": report.import_id,
        "zone_ids": report.zone_ids,
        "summary": lines[0],
        "notes": notes,
        "mended": [mended_line(item) for item in report.mended],
        "refused": refused_lines(report.refused),
    }


def _row(batch: ZoneImport) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "file_name": batch.file_name,
        "created_at": iso(batch.created_at),
        "created_by": str(batch.created_by) if batch.created_by is not None else None,
        "report": batch.report,
        **{status: getattr(batch, status) for status in Status.values},
    }
