"""`/api/v1/complaints` and `/api/v1/categories` for everybody: send a complaint, follow it, choose what it is about."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from complaints.actions.submit import submit
from complaints.api.staff import list_complaints
from complaints.intake.photos import clean_photos
from complaints.intake.rate import Sender, count_attempt, count_complaint
from complaints.intake.submission import parse_submission
from complaints.intake.uploads import photo_files
from complaints.models import Channel
from complaints.selectors.public import open_categories, public_complaint
from kit.errors import BadInput
from kit.json_body import read_json_request

_FLAGS = frozenset({"anonymous", "confidential"})
_NUMBERS = frozenset({"lon", "lat"})
MOST_JSON_BYTES: Final = 256 * 1024
MOST_JSON_VALUES: Final = 20_000
"""A description of 5,000 characters, each written as an escape of twelve, and the other fields."""
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def complaints(request: HttpRequest, list_name: str = "complaints") -> HttpResponse:
    """POST sends a complaint, without login; GET lists complaints for staff, under ``list_name``."""
    return _submit(request) if request.method == "POST" else list_complaints(request, list_name)


@require_GET
def complaint_status(request: HttpRequest, code: str) -> HttpResponse:
    """The public status: where the complaint stands, and each step of its way."""
    shown = public_complaint(code, request.GET.get("key", ""))
    complaint = shown.complaint
    steps = [
        {"status": step.to_status.value, "step": step.verb, "at": step.at, "text": step.text, "agency": step.agency}
        for step in shown.steps
    ]
    body = {
        "code": complaint.tracking_code,
        "status": complaint.status,
        "title": shown.title or None,
        "category": complaint.category.code,
        "place": shown.place or None,
        "agency": shown.agency,
        "created_at": complaint.created_at,
        "updated_at": complaint.updated_at,
        "due_at": complaint.due_at,
        "steps": steps,
    }
    return JsonResponse(body)


@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """What a complaint may be about."""
    rows = [
        {
            "code": category.code,
            "name": category.name,
            "name_en": category.name_en or category.name,
            "class": category.complaint_class,
            "emergency": category.emergency,
        }
        for category in open_categories()
    ]
    return JsonResponse({"categories": rows})


def _submit(request: HttpRequest) -> HttpResponse:
    address = str(request.META.get("REMOTE_ADDR", ""))
    count_attempt(Sender(address))
    submission = parse_submission(_values(request))
    count_complaint(Sender(address, phone=submission.phone))
    photos = clean_photos(photo_files(request.FILES))
    receipt = submit(submission, Channel.API, photos=photos)
    code = receipt.complaint.tracking_code
    status_url = request.build_absolute_uri(reverse("status", args=[code]))
    body = {"code": code, "status_url": status_url, "secret_url": f"{status_url}?key={receipt.secret}"}
    return JsonResponse(body, status=201)


def _values(request: HttpRequest) -> dict[str, Any]:
    """The fields of a JSON object or of a form. Raises BadInput for anything else."""
    if request.content_type == "application/json":
        try:
            values = read_json_request(request, most_bytes=MOST_JSON_BYTES, most_values=MOST_JSON_VALUES)
        except ValueError:
            raise BadInput(_("The body is not JSON.")) from None
        if not isinstance(values, dict):
            raise BadInput(_("The body must be a JSON object."))
        return values
    return {name: _read(name, value) for name, value in request.POST.items() if value != "" or name not in _NUMBERS}


def _read(name: str, value: str | list[object]) -> object:
    """Form fields are text; flags are read strictly, numbers are left to the model."""
    text = str(value)
    if name not in _FLAGS:
        return text
    if text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    raise BadInput(_("Use true or false."), field=name)
