"""``POST /api/v1/zones/import``: GeoJSON from the planner's page becomes drafts."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layers.actions.import_zones import import_zones
from layers.api.parameters import read_json
from layers.errors import BadImport
from layers.field_problems import first_problem
from layers.imports.plan import ImportPlan
from layers.imports.report import ZoneImportReport, mended_line, refused_lines
from layers.models import Kind, Purpose
from people.access import Verb, require
from people.models import User

_Name = Annotated[str, Field(max_length=60)]


class ImportOrder(BaseModel):
    """``geojson`` is the file's text; the rest is as in ``ImportPlan``."""

    model_config = ConfigDict(extra="forbid")

    file_name: Annotated[str, Field(min_length=1, max_length=120)]
    geojson: str
    purpose: Purpose
    kind: Kind
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    level_field: _Name = ""
    name_field: _Name = ""
    buffer_m: float | None = None


@require_POST
def zones_import(request: HttpRequest) -> JsonResponse:
    """The report: counts, and a sentence for each repaired and each refused feature."""
    require(request.user, Verb.ZONE_DRAW)
    try:
        order = ImportOrder.model_validate(read_json(request))
    except ValidationError as error:
        text, field = first_problem(error)
        raise BadImport(text, field=field) from error
    with tempfile.NamedTemporaryFile("w", suffix=".geojson", encoding="utf-8") as file:
        file.write(order.geojson)
        file.flush()
        report = import_zones(cast(User, request.user), Path(file.name), _plan(order), request=request)
    return JsonResponse(_answer(report))


def _plan(order: ImportOrder) -> ImportPlan:
    return ImportPlan(
        dataset=Path(order.file_name).stem or "import",
        purpose=order.purpose,
        kind=order.kind,
        level=None if order.level_field else order.level,
        level_field=order.level_field,
        name_fields=(order.name_field,) if order.name_field else (),
        buffer_m=order.buffer_m,
        source=order.file_name,
    )


def _answer(report: ZoneImportReport) -> dict[str, Any]:
    return {
        "read": report.read,
        "created": report.created,
        "unchanged": report.unchanged,
        "buffered": report.buffered,
        "zone_ids": report.zone_ids,
        "summary": report.lines()[0],
        "mended": [mended_line(item) for item in report.mended],
        "refused": refused_lines(report.refused),
    }
