"""Lists that people paste into a page or send as a file."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.errors import BadInput
from kit.text import storable

MAX_BYTES: Final = 1_000_000


def pasted_text(request: HttpRequest) -> str:
    """The text of the field ``lines``, or of the file ``file`` where there is one. Raises BadInput with what to do."""
    sent = request.FILES.get("file")
    text = request.POST.get("lines", "")
    if sent is not None:
        if sent.size is None or sent.size > MAX_BYTES:
            raise BadInput(_("The file is larger than 1 MB; give it in parts."))
        data = sent.read()
        if data[:2] == b"PK":
            raise BadInput(_("This is a spreadsheet's own file. Save it as CSV there, then send that."))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if not text.strip():
        raise BadInput(_("Paste the list into the field, or choose a file."))
    if not storable(text):
        raise BadInput(_("The list holds characters that no text can have."))
    return text
