"""Bits of a position's ``state``, as docs/live-protocol.md numbers them."""

from typing import Final

MOVING: Final = 1
IGNITION_KNOWN: Final = 2
IGNITION_ON: Final = 4
SOS: Final = 8
EXTERNAL_POWER: Final = 16
LOW_BATTERY: Final = 32
