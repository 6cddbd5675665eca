"""The files that come with a form: every one of them is used or refused."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from complaints.errors import BadPhoto

FIELD = "photo"


def photo_files(files: "MultiValueDict[str, UploadedFile[Any]]") -> "list[UploadedFile[Any]]":
    """The photos of a form. Raises BadPhoto for a file under another name, and for an empty one."""
    require_known_fields(files)
    listed = files.getlist(FIELD)
    for file in listed:
        require_content(file)
    return listed


def require_known_fields(files: "MultiValueDict[str, UploadedFile[Any]]") -> None:
    """Raise BadPhoto for a file that came under another name than ``photo``: it would be lost."""
    for name in files:
        if name != FIELD:
            text = _("Send photos in the field “photo”; the file in the field “%(name)s” was not read.")
            raise BadPhoto(text % {"name": name[:40]}, field=name[:40])


def require_content(file: "UploadedFile[Any]") -> None:
    """Raise BadPhoto for a file without a byte, as phones send where the picture lies in a cloud."""
    if not file.size:
        text = _("The photo “%(name)s” is empty. Open it on the phone once, then choose it again.")
        raise BadPhoto(text % {"name": (file.name or "")[:60]}, field=FIELD)
