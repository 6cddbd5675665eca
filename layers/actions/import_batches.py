"""The zones of one import are published, withdrawn and removed together."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.text import checked
from layers.actions.delete_zone import delete_draft
from layers.actions.publish_zone import freeze
from layers.announce import announce
from layers.errors import BadZone, ImportNotFound
from layers.models import Status, Zone, ZoneImport
from people import audit
from people.access import Verb, require
from people.models import User


@dataclass(slots=True)
class BatchResult:
    """How many zones were published, withdrawn and deleted, and how many were left as they are."""

    published: int = 0
    withdrawn: int = 0
    deleted: int = 0
    left: int = 0


def publish_import(actor: User, import_id: int, note: str = "", request: HttpRequest | None = None) -> BatchResult:
    """Publish what the import brought and was not withdrawn since. Raises Denied, ImportNotFound, BadInput."""
    require(actor, Verb.ZONE_PUBLISH)
    note = checked(note, longest=300, field="note")
    result = BatchResult()
    with transaction.atomic():
        batch = _locked(import_id)
        for zone in _zones(batch):
            if zone.status == Status.RETIRED or not zone.pending:
                result.left += 1
                continue
            freeze(zone, actor, note)
            announce(zone, renewed=True)
            result.published += 1
        audit.record(actor, "zone.import_published", batch, {"published": result.published, "note": note}, request)
    return result


def withdraw_import(actor: User, import_id: int, reason: str, request: HttpRequest | None = None) -> BatchResult:
    """Take every published zone of the import off the walls; each can be published again.

    Raises Denied, ImportNotFound, BadInput without a reason.
    """
    require(actor, Verb.ZONE_PUBLISH)
    reason = checked(reason, longest=300, field="reason", required=True)
    result = BatchResult()
    with transaction.atomic():
        batch = _locked(import_id)
        _withdraw(_zones(batch), actor, result)
        audit.record(actor, "zone.import_withdrawn", batch, {"withdrawn": result.withdrawn, "reason": reason}, request)
    return result


def remove_import(actor: User, import_id: int, reason: str = "", request: HttpRequest | None = None) -> BatchResult:
    """Delete the import and its drafts; what was published once is withdrawn with the reason, and its history stays.

    Versions that walls showed are never deleted. Their zones no longer belong to the import nor to the features of its
    file, so that the same file brings them anew.

    Raises Denied, ImportNotFound; BadZone where published zones need a reason.
    """
    require(actor, Verb.ZONE_DRAW)
    reason = checked(reason, longest=300, field="reason")
    result = BatchResult()
    with transaction.atomic():
        batch = _locked(import_id)
        zones = _zones(batch)
        if any(zone.status == Status.PUBLISHED for zone in zones):
            require(actor, Verb.ZONE_PUBLISH)
            if not reason:
                raise BadZone(_("Some of the zones are published: say why they are withdrawn."), field="reason")
        for zone in zones:
            if zone.status != Status.PUBLISHED and zone.published is None:
                delete_draft(zone)
                result.deleted += 1
        _withdraw([zone for zone in zones if zone.pk is not None], actor, result)
        detail = {"deleted": result.deleted, "withdrawn": result.withdrawn, "reason": reason}
        audit.record(actor, "zone.import_removed", batch, detail, request)
        batch.zones.filter(status=Status.RETIRED).update(imported=None, source_key=None)
        if not batch.zones.exists():
            batch.delete()
    return result


def _withdraw(zones: list[Zone], actor: User, result: BatchResult) -> None:
    for zone in zones:
        if zone.status != Status.PUBLISHED:
            result.left += 1
            continue
        zone.status = Status.RETIRED
        zone.pending = True
        zone.revision += 1
        zone.updated_by = actor
        zone.save()
        announce(zone, renewed=False)
        result.withdrawn += 1


def _locked(import_id: int) -> ZoneImport:
    batch = ZoneImport.objects.select_for_update().filter(pk=import_id).first()
    if batch is None:
        raise ImportNotFound
    return batch


def _zones(batch: ZoneImport) -> list[Zone]:
    return list(batch.zones.select_for_update(of=("self",)).select_related("published").order_by("pk"))
