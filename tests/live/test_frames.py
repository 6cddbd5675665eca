"""Frames carry what docs/live-protocol.md says, byte for byte."""

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from live import frames


def one_position(**fields: int) -> np.ndarray:
    row = np.zeros(1, frames.WIRE_POSITION)
    for name, value in fields.items():
        row[name] = value
    return row


def test_a_frame_is_laid_out_as_documented() -> None:
    position = one_position(
        vehicle=7,
        agency=3,
        lon=984_000_000,
        lat=-31_000_000,
        speed=1250,
        course=9000,
        fix_time=1_700_000_000,
        arrival=1_700_000_002,
        state=5,
        accuracy=12,
    )
    frame = frames.encode(
        kind=frames.CHANGES, epoch=99, sequence=4, cell=11, server_time=1_700_000_003.5, positions=position
    )
    assert struct.unpack_from("<BBHIIIdII", frame) == (1, 0, 28, 99, 4, 11, 1_700_000_003.5, 1, 0)
    assert struct.unpack_from("<IiiHHIIHH", frame, 32) == (
        7, 984_000_000, -31_000_000, 1250, 9000, 1_700_000_000, 1_700_000_002, 5, 12,
    )  # fmt: skip
    assert len(frame) == 32 + 28


def test_a_known_place_has_its_known_cell() -> None:
    # Tile 12/3167/2012 holds Berastagi by the usual web-mercator formula.
    cell = int(frames.cells_of(np.array([985_100_000]), np.array([31_900_000]))[0])
    assert divmod(cell - 1, 4096) == (3168, 2011)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_place_on_earth_has_a_cell_a_client_may_ask_for(lon: float, lat: float) -> None:
    cell = int(frames.cells_of(np.array([round(lon * 1e7)]), np.array([round(lat * 1e7)]))[0])
    assert cell > 0
    assert cell <= frames.CELLS
