"""What the apps above hand to the live floor: their entities, and the latest positions."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np

from live.events import Event

Snapshot = Callable[[str], Iterable[Event]]
PositionLoader = Callable[[float | None, Collection[int] | None], np.ndarray]


@dataclass(frozen=True)
class Entity:
    """A kind of object on the wall: its two events, and its current state for an audience."""

    name: str
    changed: type[Event]
    removed: type[Event]
    snapshot: Snapshot
    former_name: str = ""


_entities: dict[str, Entity] = {}
_position_loaders: dict[str, PositionLoader] = {}


def register(
    *, entity: str, changed: type[Event], removed: type[Event], snapshot: Snapshot, former_name: str = ""
) -> None:
    """Make an entity live. Called in ``AppConfig.ready``.

    ``snapshot(audience)`` returns the ``changed`` event of every object that the audience may see. It is called inside
    a transaction whose snapshot is fixed, and must read through that transaction only. ``former_name`` is what clients
    loaded before a renaming ask for.
    """
    expected = (f"{entity}.changed", f"{entity}.removed")
    if (changed.type, removed.type) != expected:
        raise ValueError(f"the events of {entity} must be of the types {expected}, not {(changed.type, removed.type)}")
    _entities[entity] = Entity(entity, changed, removed, snapshot, former_name)


def register_positions(loader: PositionLoader, *, entity: str = "vehicle") -> None:
    """Hand over the reader of an entity's latest positions.

    ``loader(since, ids)`` returns an array of ``live.frames.WIRE_POSITION``: the latest fix of each vehicle, of those
    that arrived at or after ``since`` (Unix seconds), or of those among ``ids``. Without either it returns all; then,
    and with ``ids``, a vehicle that has no position comes as a row with ``WITHDRAWN``, and only one that does not exist
    is missing. After an event of ``entity`` hubs read the position of its object again. A change that takes a
    position away from a vehicle, or puts an earlier one in its place, must raise the vehicle's version and publish
    such an event.
    """
    _position_loaders[entity] = loader


def entities() -> dict[str, Entity]:
    """All live entities by name."""
    return dict(_entities)


def event_types() -> dict[str, type[Event]]:
    """All event classes by their type."""
    return {kind.type: kind for entity in _entities.values() for kind in (entity.changed, entity.removed)}


def position_loaders() -> dict[str, PositionLoader]:
    """The registered readers of latest positions, by entity."""
    return dict(_position_loaders)
