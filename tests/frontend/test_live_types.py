"""The front end's types of live events are those of the server."""

from typing import Annotated, ClassVar

import pytest
from django.core.management import CommandError, call_command

from frontend import live_types
from live.events import Event, one_of
from live.registry import Entity, entities


class BuoyChanged(Event):
    """A buoy at sea."""

    type: ClassVar[str] = "buoy.changed"
    light: Annotated[str, one_of("BuoyLight", ["red", "green"])]
    depth_m: float | None
    names: list[str]


class BuoyRemoved(Event):
    """The buoy is gone."""

    type: ClassVar[str] = "buoy.removed"


BUOY = Entity("buoy", BuoyChanged, BuoyRemoved, lambda _audience: [])


def test_the_committed_file_is_what_the_registered_events_say() -> None:
    assert live_types.FILE.read_text(encoding="utf-8") == live_types.live_types(entities().values())


def test_the_check_of_the_command_fails_when_an_event_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("live_types", "--check")
    monkeypatch.setattr("live.registry.entities", lambda: {"buoy": BUOY})
    with pytest.raises(CommandError, match=r"types\.ts is out of date; run manage\.py live_types"):
        call_command("live_types", "--check")


def test_an_entity_becomes_an_interface_with_its_choices() -> None:
    text = live_types.live_types([BUOY])
    assert 'export const BUOY_LIGHTS = ["red", "green"] as const;' in text
    assert (
        "/** A buoy at sea. */\n"
        "export interface Buoy {\n"
        "  id: number;\n"
        "  light: BuoyLight;\n"
        "  depth_m: number | null;\n"
        "  names: readonly string[];\n"
        "}\n"
    ) in text
    assert "export interface Faces {\n  buoy: Buoy;\n}\n" in text


def test_a_field_without_a_type_in_typescript_is_refused() -> None:
    with pytest.raises(live_types.UnknownSchema, match="object"):
        live_types.type_of({"type": "object"}, {})
