"""The list of cameras, as a table or as a wall of pictures."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cameras.models import Camera, CameraPurpose, Stage
from cameras.selectors import cameras_of
from layers.api.parameters import choice, read_query
from people.access import Verb, may

PAGE_SIZE = 48
VIEWS = ("pictures", "table")
# What needs a look comes first, then what can be looked at.
_STAGE_ORDER = Case(
    *(
        When(stage=stage, then=place)
        for place, stage in enumerate((Stage.FAULTY, Stage.ACTIVE, Stage.INSTALLED, Stage.PLANNED))
    )
)


@require_safe
@login_required
def registry(request: HttpRequest) -> HttpResponse:
    """``?view=pictures|table``, ``stage``, ``purpose`` and ``q`` narrow it.

    A page has 48 cameras. 403 without the right.
    """
    cameras = cameras_of(request.user)
    query = read_query(request, ("view", "stage", "purpose", "q", "page"))
    found = _narrowed(cameras, query)
    stage = choice(query, "stage", Stage.values)
    shown = (found.filter(stage=stage) if stage is not None else found).order_by(_STAGE_ORDER, "name", "id")
    page = Paginator(shown, PAGE_SIZE).get_page(query.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "view": choice(query, "view", VIEWS) or "pictures",
        "stage": stage or "",
        "stages": _counts(found),
        "purpose": query.get("purpose", ""),
        "purposes": CameraPurpose.choices,
        "q": query.get("q", ""),
        "may_edit": may(request.user, Verb.CAMERA_EDIT),
    }
    return render(request, "cameras/registry.html", context)


def _narrowed(cameras: QuerySet[Camera], query: dict[str, str]) -> QuerySet[Camera]:
    if (purpose := query.get("purpose")) and choice(query, "purpose", CameraPurpose.values):
        cameras = cameras.filter(purpose=purpose)
    if text := query.get("q", "").strip():
        cameras = cameras.filter(Q(name__icontains=text) | Q(place__icontains=text) | Q(code__icontains=text))
    return cameras


def _counts(cameras: QuerySet[Camera]) -> list[tuple[str, str, int]]:
    """Value, label and number of cameras of each stage, all of them first with an empty value."""
    counted = dict(cameras.order_by().values_list("stage").annotate(Count("id")).values_list("stage", "id__count"))
    return [("", "", sum(counted.values()))] + [
        (stage.value, str(stage.label), counted.get(stage.value, 0)) for stage in Stage
    ]
