"""What can go wrong with zones, layers and tiles."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from geo.errors import GeoError
from kit.errors import BadInput, Conflict, NotFound


class ZoneNotFound(NotFound):
    """No zone has this number, or it is not public."""

    code = "zone_not_found"
    message = _("There is no such zone.")


class ZoneStale(Conflict):
    """Somebody else saved the zone after this editor read it."""

    code = "zone_stale"
    message = _(
        "Somebody else saved this zone in the meantime. Your drawing is kept here; load the newest state to compare."
    )


class NothingToPublish(Conflict):
    """The public version already says what the draft says."""

    code = "nothing_to_publish"
    message = _("There is nothing new to publish.")


class NotRetirable(Conflict):
    """Only a draft or a published zone can be retired."""

    code = "already_retired"
    message = _("This zone is retired already.")


class BadZone(BadInput):
    """A field of the zone cannot be used."""

    code = "bad_zone"


class BadOutline(BadInput):
    """The drawn or imported outline encloses nothing that could be used."""

    code = "bad_outline"


class BadImport(BadInput):
    """A file as a whole cannot be imported."""

    code = "bad_import"


class ChooseLayer(BadImport):
    """The file has several layers, which ``layers`` names, and none was chosen."""

    code = "choose_layer"

    def __init__(self, message: str, *, layers: Sequence[str]) -> None:
        super().__init__(message, field="layer")
        self.layers = list(layers)


class ImportNotFound(NotFound):
    """No import has this number."""

    code = "import_not_found"
    message = _("There is no such import.")


class NotDeletable(Conflict):
    """A zone that was public once has a history, which stays."""

    code = "not_deletable"
    message = _("This zone was published once; its history stays. Retire it instead.")


class NoSuchTile(NotFound):
    """No source of this name, or no tile at these numbers."""

    code = "no_such_tile"
    message = _("There is no such tile.")


@contextmanager
def outline_errors() -> Iterator[None]:
    """Say the ground floor's geometry errors as BadOutline."""
    try:
        yield
    except GeoError as error:
        raise BadOutline(error.message, field="geometry") from error
