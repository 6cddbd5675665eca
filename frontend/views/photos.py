"""The photos of a complaint's form: checked, and kept while the form must be filled in again."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.errors import BadPhoto
from complaints.intake.held import held_count, held_photos, hold, let_go, room_for
from complaints.intake.photos import MAX_PHOTOS, CleanPhoto, clean_photo
from complaints.intake.uploads import FIELD, require_content, require_known_fields
from frontend.forms.complaint import ComplaintForm
from kit.images.errors import DecodersBusy


def sender_of(request: HttpRequest) -> str:
    """The address that the request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def photos_of(request: HttpRequest, form: ComplaintForm, *, keep: bool = False) -> tuple[list[CleanPhoto], str]:
    """The photos of a form, new and kept ones, and what is wrong with the new ones.

    Unless all is well at the first try, the good ones are kept, so that they need not be chosen and sent again;
    ``keep`` says that the form will have to be sent again, whatever it holds. Without a token, or with no room left
    for the sender, an unfinished form's photos are not even unpacked. Raises BadPhoto for a file in a field that the
    form does not have.
    """
    require_known_fields(request.FILES)
    files = request.FILES.getlist(FIELD)
    token, address = form.token, sender_of(request)
    if token is None:
        return [], _("Choose the photos again.") if files else ""
    if "drop_photos" in request.POST:
        let_go(token)
    kept = held_count(token)
    if files and (keep or not form.is_valid()) and not room_for(address):
        return [], _("The photos could not be kept. Choose them again when the rest is right.")
    new, error = _cleaned(files)
    if form.is_valid() and not error and not kept and not keep:
        return new, ""
    left_out = hold(new, token, address)
    if left_out and not error:
        error = _too_many(kept + len(new)) if kept + len(new) > MAX_PHOTOS else _("Choose the photos again.")
    return held_photos(token), error


def _cleaned(files: "list[UploadedFile[Any]]") -> tuple[list[CleanPhoto], str]:
    new, error = [], _too_many(len(files)) if len(files) > MAX_PHOTOS else ""
    for file in files[:MAX_PHOTOS]:
        try:
            require_content(file)
            new.append(clean_photo(file))
        except (BadPhoto, DecodersBusy) as refused:
            error = error or f"{file.name}: {refused}"
    return new, error


def _too_many(count: int) -> str:
    text = _(
        "Five photos are the most, and these are %(count)d. The first five are kept; send the form again with them."
    )
    return text % {"count": count}
