"""What a builder remembers, as JSON and back."""

from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from fleet.trips.builder import Memory
from fleet.trips.rules import Rules

_FORM: Final = TypeAdapter(Memory)
_VERSION: Final = 1


def dump(memory: Memory, rules: Rules) -> dict[str, Any]:
    """The memory with the thresholds that it came from; numbers come back exactly as they were."""
    rules_now = {name: getattr(rules, name) for name in Rules.__slots__}
    return {"version": _VERSION, "rules": rules_now, "memory": _FORM.dump_python(memory, mode="json")}


def load(kept: dict[str, Any] | None, rules: Rules) -> Memory | None:
    """The memory, or None when there is none, or one of other thresholds or of an older form: build anew then."""
    if not kept or kept.get("version") != _VERSION:
        return None
    if kept.get("rules") != {name: getattr(rules, name) for name in Rules.__slots__}:
        return None
    try:
        return _FORM.validate_python(kept["memory"])
    except ValidationError:
        return None
