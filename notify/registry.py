"""The events that webhooks can receive. The packages that raise them register here in ``AppConfig.ready``."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.utils.functional import Promise

from notify.message import Envelope, Message

EventT = TypeVar("EventT")
MAX_NAME: Final = 24
"""The length of the columns that hold the name of a source and of a kind."""


@dataclass(frozen=True)
class EventSummary:
    """An event as the list of deliveries shows it."""

    kind: str
    time: datetime
    subject: str


@dataclass(frozen=True)
class EventSource(Generic[EventT]):
    """One table of events.

    ``name``: the ``type`` of its messages. A trigger of the package inserts ``(name, id)`` of each new event into
    ``notify_webhookdue`` while a webhook is enabled.
    ``kinds``: values and labels; no two sources share a value.
    ``rows``: a SELECT that returns ``id, kind, severity, agency_id, raised_at`` of all events; it is joined by id.
    ``load``: the events with these ids; those that do not exist any more are missing.
    ``message``: the body of the request, in the language that is active.
    """

    name: str
    kinds: Sequence[tuple[str, str | Promise]]
    rows: str
    load: Callable[[Collection[int]], Mapping[int, EventT]]
    message: Callable[[EventT, Envelope], Message]
    summary: Callable[[EventT], EventSummary]


_sources: dict[str, EventSource[Any]] = {}


def register(source: EventSource[Any]) -> None:
    """Make a package's events available to webhooks. Raises ValueError where another source has a kind of that name."""
    taken = {value for other in _sources.values() if other.name != source.name for value, _label in other.kinds}
    names = [value for value, _label in source.kinds]
    if taken & set(names):
        raise ValueError(f"kinds of {source.name} that another source has: {sorted(taken & set(names))}")
    if any(len(name) > MAX_NAME for name in (source.name, *names)):
        raise ValueError(f"a name of {source.name} is longer than {MAX_NAME} characters")
    _sources[source.name] = source


def sources() -> list[EventSource[Any]]:
    """All registered sources."""
    return list(_sources.values())


def source(name: str) -> EventSource[Any]:
    """The source of that name. Raises KeyError."""
    return _sources[name]


def kind_choices() -> list[tuple[str, str | Promise]]:
    """The kinds of all sources with their labels, for forms."""
    return [kind for one in _sources.values() for kind in one.kinds]
