"""The portal: what citizens see."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.actions.confirm import confirm_by_reporter
from complaints.actions.reopen import reopen_by_reporter
from complaints.actions.submit import submit
from complaints.errors import BadPhoto, ChallengeNeeded, ComplaintNotFound, Missing, TooManyComplaints
from complaints.intake.challenge import is_solved, new_challenge
from complaints.intake.held import held_count, let_go
from complaints.intake.photos import clean_photos
from complaints.intake.rate import Sender, count_attempt, count_complaint
from complaints.intake.uploads import photo_files
from complaints.models import Channel
from complaints.selectors.categories import takes_complaints
from complaints.selectors.public import figures, open_categories, public_complaint
from complaints.tracking import BadCode, parse_code
from frontend.forms.complaint import ComplaintForm
from frontend.views.device import device_of, mark_device
from frontend.views.photos import photos_of, sender_of
from frontend.views.steps import without_nul
from geo.map_settings import map_settings

_FIXED: Final = "fixed"
_VERDICTS: Final = frozenset({_FIXED, "not-fixed", "not_fixed"})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What the centre is, the way to a complaint, and its figures; ``?code=`` goes on to a complaint's status."""
    typed = request.GET.get("code", "").strip()
    wrong_code = ""
    if typed:
        try:
            return redirect("status", code=parse_code(typed))
        except BadCode:
            wrong_code = _("“%(code)s” is not a tracking code. It has ten letters and digits.") % {"code": typed[:30]}
    context = {"figures": figures(), "typed": typed, "wrong_code": wrong_code, "takes_complaints": takes_complaints()}
    return render(request, "frontend/portal/home.html", context, status=400 if wrong_code else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """The complaint form. What was typed, and photos too, outlive a mistake; sending it twice makes one complaint."""
    if request.method == "GET":
        response = _form_page(request, ComplaintForm(initial={"category": request.GET.get("category", "")}))
        mark_device(request, response)
        return response
    form = ComplaintForm(request.POST)
    valid = form.is_valid()
    limit = _limit_reached(request, form if valid else None)
    if limit is not None and not isinstance(limit, ChallengeNeeded):
        return _form_page(request, form, limit=limit)
    photos, photo_error = photos_of(request, form, keep=limit is not None)
    if not valid or photo_error or limit is not None:
        return _form_page(request, form, photo_error, limit)
    receipt = submit(form.submission, Channel.PORTAL, photos=photos)
    if form.token:
        let_go(form.token)
    sent = reverse("sent", args=[receipt.complaint.tracking_code])
    return HttpResponseRedirect(f"{sent}?{urlencode({'key': receipt.secret})}")


@never_cache
@require_GET
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt: the tracking code, and the link that only the reporter gets. Raises ComplaintNotFound without it."""
    key = request.GET.get("key", "")
    shown = public_complaint(code, key)
    if not shown.own:
        raise ComplaintNotFound
    own = f"{reverse('status', args=[shown.complaint.tracking_code])}?{urlencode({'key': key})}"
    link = request.build_absolute_uri(own)
    return render(request, "frontend/portal/sent.html", {"shown": shown, "key": key, "link": link})


@never_cache
@require_GET
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where a complaint stands. The holder of the reporter's link sees it whole and may say "fixed" or "not fixed"."""
    return _status_page(request, code, request.GET.get("key", ""))


@require_POST
def say(request: HttpRequest, code: str) -> HttpResponse:
    """The reporter's word. Raises ComplaintNotFound without the reporter's link, StepNotAllowed when it is too late."""
    key, text, verdict = (request.POST.get(name, "") for name in ("key", "reason", "verdict"))
    try:
        if not public_complaint(code, key).own:
            raise ComplaintNotFound
        if verdict not in _VERDICTS:
            raise Missing(_("Say “fixed” or “not fixed”."), field="verdict")
        if verdict == _FIXED:
            confirm_by_reporter(code, key)
        else:
            photos = clean_photos(photo_files(request.FILES))
            reopen_by_reporter(code, key, reason=without_nul(text, "reason"), photos=photos)
    except (Missing, BadPhoto) as error:
        return _status_page(request, code, key, error)
    return HttpResponseRedirect(f"{reverse('status', args=[code])}?{urlencode({'key': key})}")


def _limit_reached(request: HttpRequest, form: ComplaintForm | None) -> TooManyComplaints | None:
    """The limit that the sender has reached, if any; a valid ``form`` counts as a complaint."""
    sender = Sender(sender_of(request), device_of(request), form.submission.phone if form else "")
    try:
        count_attempt(sender)
        if form is not None:
            answer = request.POST.get("challenge_answer", "")
            answered = bool(answer) and is_solved(request.POST.get("challenge_token", ""), answer)
            count_complaint(sender, answered=answered, may_ask=True)
    except TooManyComplaints as limit:
        return limit
    return None


def _form_page(
    request: HttpRequest, form: ComplaintForm, photo_error: str = "", limit: TooManyComplaints | None = None
) -> HttpResponse:
    emergencies = [category.code for category in open_categories() if category.emergency]
    context = {
        "form": form,
        "takes_complaints": takes_complaints(),
        "photo_error": photo_error,
        "kept_photos": held_count(form.token) if form.token else 0,
        "map_settings": map_settings(),
        "emergencies": emergencies,
        "emergency": form["category"].value() in emergencies,
    }
    wrong = bool(form.is_bound and form.errors) or bool(photo_error)
    context |= {
        "limit": limit,
        "challenge": new_challenge() if isinstance(limit, ChallengeNeeded) else None,
        "wrong_answer": bool(request.POST.get("challenge_answer", "").strip()),
    }
    status = limit.status if limit else 422 if wrong else 200
    return render(request, "frontend/portal/complaint.html", context, status=status)


def _status_page(request: HttpRequest, code: str, key: str, error: Missing | BadPhoto | None = None) -> HttpResponse:
    shown = public_complaint(code, key)
    if shown.complaint.tracking_code != code:
        address = reverse("status", args=[shown.complaint.tracking_code])
        return HttpResponseRedirect(f"{address}?{urlencode({'key': key})}" if key else address)
    context = {"shown": shown, "key": key, "error": error, "typed_reason": request.POST.get("reason", "")}
    return render(request, "frontend/portal/status.html", context, status=error.status if error else 200)
