"""Where a complaint stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The stations of a complaint's life; `complaints.lifecycle` says which way leads from one to another."""

    RECEIVED = "received", _("received")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("rejected")
    MERGED = "merged", _("merged into another")
    ANSWERED = "answered", _("answered")
    FORWARDED = "forwarded", _("forwarded to the agency")
    IN_PROGRESS = "in_progress", _("in progress")
    POSTPONED = "postponed", _("postponed")
    FOLLOWED_UP = "followed_up", _("followed up")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    ARCHIVED = "archived", _("archived")


ENDED = frozenset({Status.REJECTED, Status.MERGED, Status.ANSWERED, Status.CLOSED, Status.ARCHIVED})
"""Nothing is awaited of anybody any more."""

AT_AGENCY = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.POSTPONED})
"""The agency's move is awaited."""
