"""What an import of zones did, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geo.formats import Feature
from geo.repair import Repair

NAMED = 8
"""So many features are named in one sentence; the others are counted."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A zone whose outline was repaired before it was stored."""

    number: int
    name: str
    repair: Repair


@dataclass(frozen=True, slots=True)
class Refused:
    """A feature that could not be used, and why."""

    number: int
    name: str
    reason: str
    feature: Feature | None = None


@dataclass(slots=True)
class ZoneImportReport:
    """What became of each feature.

    ``left_out`` did not pass ``where``; of ``doubled`` the same stands earlier in the file; the points of ``buffered``
    became circles.
    """

    read: int = 0
    created: int = 0
    published: int = 0
    unchanged: int = 0
    doubled: int = 0
    left_out: int = 0
    buffered: int = 0
    mended: list[Mended] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    zone_ids: list[int] = field(default_factory=list)
    import_id: int | None = None
    columns: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    levels: dict[int | None, int] = field(default_factory=dict)
    unread_levels: dict[str, int] = field(default_factory=dict)
    outside: int = 0

    def lines(self) -> list[str]:
        """The report in sentences, for a terminal or a page."""
        summary = _(
            "%(read)d features read: %(created)d new (%(published)d published), %(unchanged)d already there, "
            "%(left_out)d left out, %(mended)d repaired, %(refused)d refused."
        ) % {
            "read": self.read,
            "created": self.created,
            "published": self.published,
            "unchanged": self.unchanged,
            "left_out": self.left_out,
            "mended": len(self.mended),
            "refused": len(self.refused),
        }
        lines = [summary]
        if self.doubled:
            lines.append(_("%(count)d stand more than once in the file and were taken once.") % {"count": self.doubled})
        if self.buffered:
            lines.append(_("%(count)d points became circles.") % {"count": self.buffered})
        if self.outside:
            lines.append(_("%(count)d lie outside the areas of the region.") % {"count": self.outside})
        if self.unread_levels:
            lines.append(_unread_line(self.unread_levels))
        lines += [mended_line(item) for item in self.mended]
        lines += refused_lines(self.refused)
        return lines


def _unread_line(texts: Mapping[str, int]) -> str:
    named = ", ".join(f'"{text}"' for text in list(texts)[:NAMED])
    return _("%(count)d have no level, because none can be read from: %(texts)s.") % {
        "count": sum(texts.values()),
        "texts": named + (", …" if len(texts) > NAMED else ""),
    }


def mended_line(item: Mended) -> str:
    """Why and how an outline was repaired."""
    return _("Repaired: feature %(number)d (%(name)s). %(reason)s: %(steps)s.") % {
        "number": item.number,
        "name": item.name,
        "reason": item.repair.reason or _("not an area alone"),
        "steps": ", ".join(item.repair.steps),
    }


def refused_lines(refused: Sequence[Refused]) -> list[str]:
    """Why features were refused, one sentence a reason; of many features the first few are named."""
    by_reason: dict[str, list[Refused]] = {}
    for item in refused:
        by_reason.setdefault(item.reason, []).append(item)
    return [_refused_line(reason, items) for reason, items in by_reason.items()]


def _refused_line(reason: str, items: Sequence[Refused]) -> str:
    if len(items) == 1:
        values = {"number": items[0].number, "name": items[0].name, "reason": reason}
        return _("Refused: feature %(number)d (%(name)s). %(reason)s") % values
    numbers = ", ".join(str(item.number) for item in items[:NAMED])
    more = ", …" if len(items) > NAMED else ""
    return _("Refused: %(count)d features (%(numbers)s). %(reason)s") % {
        "count": len(items),
        "numbers": numbers + more,
        "reason": reason,
    }
