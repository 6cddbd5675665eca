"""Keeping the photos of a form that must be filled in again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from complaints.intake.photos import MAX_PHOTOS, CleanPhoto
from complaints.intake.rate import address_key
from complaints.models import HeldPhoto
from kit import storage

KEPT: Final = timedelta(hours=1)


MOST_PER_ADDRESS: Final = 40
"""Photos of one address at a time, of all its forms: eight full forms behind one connection, some 40 MB."""


def room_for(address: str) -> int:
    """How many more photos are kept for ``address``."""
    return max(0, MOST_PER_ADDRESS - HeldPhoto.objects.filter(address_key=address_key(address)).count())


def hold(photos: Sequence[CleanPhoto], form_token: UUID, address: str) -> int:
    """Keep ``photos`` for the form, the same picture once; returns how many there was no room for.

    A form keeps `MAX_PHOTOS` at most, an address `MOST_PER_ADDRESS`.
    """
    known = set(HeldPhoto.objects.filter(form_token=form_token).values_list("sha256", flat=True))
    new = list({clean.sha256: clean for clean in photos if clean.sha256 not in known}.values())
    room = max(0, min(MAX_PHOTOS - len(known), room_for(address)))
    for clean in new[:room]:
        _keep(clean, form_token, address)
    return len(new[room:])


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


def _keep(clean: CleanPhoto, form_token: UUID, address: str) -> None:
    held = HeldPhoto(
        form_token=form_token,
        address_key=address_key(address),
        width_px=clean.width_px,
        height_px=clean.height_px,
        sha256=clean.sha256,
    )
    with storage.files_of_transaction():
        storage.write(held.image, "photo.jpg", clean.image)
        storage.write(held.thumbnail, "thumbnail.jpg", clean.thumbnail)
        held.save()


def _delete(photos: QuerySet[HeldPhoto]) -> int:
    listed = list(photos)
    for held in listed:
        storage.delete_on_commit(held.image, held.thumbnail)
        held.delete()
    return len(listed)


def _clean(held: HeldPhoto) -> CleanPhoto:
    with held.image.open("rb") as image, held.thumbnail.open("rb") as thumbnail:
        return CleanPhoto(image.read(), thumbnail.read(), held.width_px, held.height_px, held.sha256)
