"""Who made a complaint."""

import secrets
from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reporter(models.Model):
    """The identity behind a complaint, read only through `selectors.reporter`, which checks and writes an audit entry.

    ``anonymous`` hides it from the agency and the public; the centre still holds it. ``secret`` is what the reporter's
    own link carries: whoever has it may say "fixed" or "not fixed".
    """

    complaint = models.OneToOneField("complaints.Complaint", models.CASCADE, related_name="reporter")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    anonymous = models.BooleanField(default=False)
    secret = models.CharField(max_length=40, default=partial(secrets.token_urlsafe, 18))

    def __str__(self) -> str:
        # Never the name: a string form ends in logs and audit labels.
        return f"reporter of complaint {self.complaint_id}"
