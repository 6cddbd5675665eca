"""The slip for a caller: the tracking code, spelled, and the reporter's own link."""

from datetime import timedelta
from typing import Final, cast
from urllib.parse import urlencode

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from complaints.selectors.receipt import receipt_for_recorder
from people.models import User

_SPELLING: Final = {
    "A": "Alfa", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel",
    "J": "Juliett", "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo", "T": "Tango",
    "V": "Victor", "W": "Whiskey", "X": "X-ray", "Y": "Yankee", "Z": "Zulu", "2": "dua", "3": "tiga", "4": "empat",
    "5": "lima", "6": "enam", "7": "tujuh", "8": "delapan", "9": "sembilan",
}  # fmt: skip
"""The spelling alphabet of the ITU, and the digits as they are said in Indonesian."""
AVAILABLE: Final = timedelta(hours=24)


@never_cache
@login_required
@require_GET
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """Read out or printed for the caller by who recorded the complaint, for a day. Raises Denied, ComplaintNotFound."""
    receipt = receipt_for_recorder(cast(User, request.user), code, within=AVAILABLE)
    address = reverse("status", args=[code])
    link = request.build_absolute_uri(f"{address}?{urlencode({'key': receipt.secret})}")
    picture = segno.make(link, error="m").svg_inline(scale=4, dark="#000", light="#fff")
    context = {
        "complaint": receipt.complaint,
        "spelled": [(sign, _SPELLING[sign]) for sign in code if sign in _SPELLING],
        "link": link,
        "site": request.build_absolute_uri(reverse("home")),
        # Made by segno from an address of ours; it holds no text from outside.
        "qr_code": mark_safe(picture),
        "phone": receipt.phone,
    }
    return render(request, "frontend/desk/slip.html", context)
