"""What an import did, feature by feature where a person must look."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from geo.repair import Repair


@dataclass(frozen=True, slots=True)
class Repaired:
    """An area that was mended before it was stored."""

    file: str
    code: str
    name: str
    repair: Repair


@dataclass(frozen=True, slots=True)
class Refused:
    """A feature that could not be used, and why. `label` is its code and name as far as they are known."""

    file: str
    number: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An area whose inner point is not covered by its parent's polygon; it stays with the parent that its code
    names.
    """

    code: str
    name: str
    parent: str
    distance_m: float


@dataclass(slots=True)
class AreaImportReport:
    """The typed result of `geo.imports.areas.import_areas`."""

    dry_run: bool = False
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    linked: int = 0
    repaired: list[Repaired] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    misplaced: list[Misplaced] = field(default_factory=list)
    waiting_for_parent: int = 0
    joined: int = 0

    def lines(self) -> list[str]:
        """The report in sentences, for a terminal or a page."""
        summary = gettext(
            "%(read)d features read: %(created)d new, %(updated)d changed, %(unchanged)d unchanged, "
            "%(repaired)d repaired, %(refused)d refused."
        ) % {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "repaired": len(self.repaired),
            "refused": len(self.refused),
        }
        lines = [summary]
        if self.dry_run:
            lines.append(gettext("This was a trial: nothing was stored."))
        lines += [_repaired_line(item) for item in self.repaired]
        lines += [_refused_line(item) for item in self.refused]
        lines += [_misplaced_line(item) for item in self.misplaced]
        if self.joined:
            lines.append(
                gettext("%(count)d entries have the code and name of an earlier one; they were joined to one area.")
                % {"count": self.joined}
            )
        if self.waiting_for_parent:
            lines.append(
                gettext("%(count)d areas wait for their parent area, which is not imported yet.")
                % {"count": self.waiting_for_parent}
            )
        return lines


def _repaired_line(item: Repaired) -> str:
    repair = item.repair
    return gettext(
        "Repaired: %(name)s (%(code)s) in %(file)s. Why: %(reason)s. Done: %(steps)s. "
        "Area %(before).3f km², now %(after).3f km²."
    ) % {
        "name": item.name,
        "code": item.code,
        "file": item.file,
        "reason": repair.reason or gettext("not an area alone"),
        "steps": ", ".join(repair.steps),
        "before": repair.area_before_m2 / 1e6,
        "after": repair.area_after_m2 / 1e6,
    }


def _refused_line(item: Refused) -> str:
    return gettext("Refused: feature %(number)d (%(label)s) in %(file)s. %(reason)s") % {
        "number": item.number,
        "label": item.label or gettext("no code, no name"),
        "file": item.file,
        "reason": item.reason,
    }


def _misplaced_line(item: Misplaced) -> str:
    return gettext(
        "Note: %(name)s (%(code)s) lies %(metres)d m outside the outline of %(parent)s; kept where its code says."
    ) % {"name": item.name, "code": item.code, "metres": round(item.distance_m), "parent": item.parent}
