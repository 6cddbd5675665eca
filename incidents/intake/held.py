"""Keeping the photos of a form that must be filled in again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone

from incidents.intake.photos import MAX_PHOTOS, CleanPhoto
from incidents.models import HeldPhoto

KEPT: Final = timedelta(hours=1)


def hold(photos: Sequence[CleanPhoto], form_token: UUID) -> None:
    """Keep ``photos`` for the form; the same picture is kept once, and at most `MAX_PHOTOS` in all."""
    known = set(HeldPhoto.objects.filter(form_token=form_token).values_list("sha256", flat=True))
    for clean in photos:
        if clean.sha256 in known or len(known) >= MAX_PHOTOS:
            continue
        known.add(clean.sha256)
        held = HeldPhoto(form_token=form_token, width_px=clean.width_px, height_px=clean.height_px, sha256=clean.sha256)
        held.image.save("photo.jpg", ContentFile(clean.image), save=False)
        held.thumbnail.save("thumbnail.jpg", ContentFile(clean.thumbnail), save=False)
        held.save()


def held_photos(form_token: UUID) -> list[CleanPhoto]:
    """What is kept for the form, in the order it came."""
    return [_clean(held) for held in HeldPhoto.objects.filter(form_token=form_token)]


def held_count(form_token: UUID) -> int:
    """How many photos are kept for the form."""
    return HeldPhoto.objects.filter(form_token=form_token).count()


def let_go(form_token: UUID) -> None:
    """The form was stored, or its sender chose other photos: what was kept for it is deleted, files and all."""
    _delete(HeldPhoto.objects.filter(form_token=form_token))


def let_old_go() -> int:
    """Delete what is older than `KEPT`; returns how many."""
    return _delete(HeldPhoto.objects.filter(created_at__lt=timezone.now() - KEPT))


def _delete(photos: QuerySet[HeldPhoto]) -> int:
    listed = list(photos)
    for held in listed:
        held.delete()
        held.image.delete(save=False)
        held.thumbnail.delete(save=False)
    return len(listed)


def _clean(held: HeldPhoto) -> CleanPhoto:
    with held.image.open("rb") as image, held.thumbnail.open("rb") as thumbnail:
        return CleanPhoto(image.read(), thumbnail.read(), held.width_px, held.height_px, held.sha256)
