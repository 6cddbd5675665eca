"""Telling packages above that something has passed from one agency to another.

What an agency may see of them can follow from it: an incident is seen by the agencies of its complaints and vehicles.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Listener = Callable[[Any, int | None], None]

_listeners: dict[str, list[Listener]] = {}


def listen(label: str, listener: Listener) -> None:
    """Call ``listener(object, former agency's id)`` after an object of the model ``label`` has moved.

    Called in ``AppConfig.ready``; ``label`` is ``app.model`` in lower case. The listener runs in the transaction of the
    move, which has written and holds the object's row lock.
    """
    _listeners.setdefault(label, []).append(listener)


def tell(moved: Model, was: int | None) -> None:
    """Tell of ``moved``, whose ``agency_id`` is another than ``was``; nothing where it is the same."""
    if getattr(moved, "agency_id", None) == was:
        return
    for listener in _listeners.get(moved._meta.label_lower, ()):
        listener(moved, was)
