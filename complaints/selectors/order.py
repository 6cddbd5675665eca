"""In what order lists of complaints come, and what comes after a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from complaints.models import Complaint, Priority

_RANK: Final = Case(
    When(priority=Priority.EMERGENCY, then=Value(0)),
    When(priority=Priority.HIGH, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Order:
    """Fields to sort by, the last of them unique, and the condition for what follows a row that has them."""

    fields: tuple[str, ...]
    annotations: dict[str, Any]
    after: Callable[[Any], Q]

    def annotated(self, complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
        """``complaints`` with what the order sorts by."""
        return complaints.annotate(**self.annotations)


def _after_newest(last: Any) -> Q:
    return Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)


def _after_urgent(last: Any) -> Q:
    same_rank = Q(rank=last.rank)
    later = Q(awaited__gt=last.awaited) | Q(awaited=last.awaited, pk__gt=last.pk)
    return Q(rank__gt=last.rank) | (same_rank & later)


ORDERS: Final = {
    "newest": Order(("-created_at", "-id"), {}, _after_newest),
    # Emergencies, then high priority, then what is due first.
    "urgent": Order(
        ("rank", "awaited", "id"), {"rank": _RANK, "awaited": Coalesce("due_at", "created_at")}, _after_urgent
    ),
}
