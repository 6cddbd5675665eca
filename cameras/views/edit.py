"""Registering a camera and changing its entry."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cameras import refresh
from cameras.actions.edit_camera import edit_camera
from cameras.actions.register_camera import register_camera
from cameras.errors import BadCamera, CameraStale
from cameras.forms import CameraForm, initial_of
from cameras.models import Camera, CameraSource
from cameras.selectors import camera_of
from cameras.views.camera import camera_map
from people.access import Verb, require
from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or the camera that it describes."""
    require(request.user, Verb.CAMERA_EDIT)
    form = CameraForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_camera(cast(User, request.user), form.draft(), form.source(None), request=request)
        except BadCamera as error:
            form.add_error(_field(form, error), str(error))
        else:
            messages.success(request, _("The camera is registered."))
            return redirect("camera", camera_id=made.pk)
    return _page(request, form, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, camera_id: int) -> HttpResponse:
    """The camera's form; what was typed stays when it cannot be saved."""
    require(request.user, Verb.CAMERA_EDIT)
    found = camera_of(request.user, camera_id)
    source = refresh.source_of(found)
    form = CameraForm(request.POST or None, initial=initial_of(found, source))
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            edit_camera(
                cast(User, request.user), found.pk, revision, form.draft(), form.source(source), request=request
            )
        except (BadCamera, CameraStale) as error:
            form.add_error(_field(form, error), str(error))
        else:
            messages.success(request, _("Saved; walls show it."))
            return redirect("camera", camera_id=found.pk)
    return _page(request, form, found, source)


def _field(form: CameraForm, error: BadCamera | CameraStale) -> str | None:
    return error.field if error.field in form.fields else None


def _page(request: HttpRequest, form: CameraForm, camera: Camera | None, source: CameraSource | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "camera": camera, "source": source, "map_settings": camera_map(camera)}
    return render(request, "cameras/edit.html", context, status=422 if form.errors else 200)
