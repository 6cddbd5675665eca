"""The stream of frames that the browser's store is tested with is what the hub makes of it today.

``frontend/src/net/live/positions.recorded.json`` holds the frames that one viewer got, and what it shows after each;
``positions.recorded.test.ts`` applies them. Run this module as a program to record it anew.
"""

import json
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np

from live import frames
from live.cells import CellBoard
from live.frames import WIRE_POSITION, WITHDRAWN, cells_of
from live.latest import LatestPositions
from live.viewer import Viewer

RECORDED: Final = Path(__file__).parents[2] / "frontend" / "src" / "net" / "live" / "positions.recorded.json"
PLACES: Final = [980_000_000, 980_100_000, 985_000_000, 990_000_000]
TICKS: Final = 60


def stream() -> list[dict[str, Any]]:
    """What a viewer of one cell, and then of the region, gets: fixes, corrections by earlier ones, and withdrawals."""
    random, latest, viewer = Random(36), LatestPositions(), Viewer(1, "agency:5")
    board = CellBoard(latest, 7)
    here = int(cells_of(np.array([PLACES[0]]), np.array([0]))[0])
    recorded = []
    for tick in range(TICKS):
        if tick in {0, TICKS // 2}:
            board.look(viewer, frozenset({here if tick == 0 else frames.REGION_CELL}))
        latest.merge(rows(random, tick))
        board.tick()
        waiting = [frame for _, frame in viewer._frames.values()]
        for cell in list(viewer._frames_of):
            viewer.drop_frames(cell)
        (looking_at,) = viewer.cells
        recorded.append({"frames": [frame.hex() for frame in waiting], "shown": shown(latest, looking_at)})
    return recorded


def rows(random: Random, tick: int) -> np.ndarray:
    batch = np.zeros(random.randrange(4), WIRE_POSITION)
    for row in batch:
        correction = random.random() < 0.3
        row["vehicle"] = random.randint(1, 5)
        row["version"] = tick if correction else max(0, tick - random.randint(0, 3))
        row["agency"] = 5 if random.random() < 0.8 else 6
        row["lon"] = random.choice(PLACES)
        row["fix_time"] = 1000 - tick if correction else 1000 + tick
        row["arrival"] = 1000 + tick
        if random.random() < 0.1:
            row["state"], row["fix_time"], row["arrival"] = WITHDRAWN, 0, 0
    return batch


def shown(latest: LatestPositions, cell: int) -> dict[str, list[int]]:
    """What a fresh snapshot of the cell would show: longitude and fix time by vehicle."""
    return {
        str(row["vehicle"]): [int(row["lon"]), int(row["fix_time"])]
        for row in sorted(latest.inside(cell, 5), key=lambda row: int(row["vehicle"]))
    }


def without_clock(recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the server's time left out of every frame."""
    copies: list[dict[str, Any]] = json.loads(json.dumps(recorded))
    for step in copies:
        step["frames"] = [frame[:32] + frame[48:] for frame in step["frames"]]
    return copies


def test_the_recorded_stream_is_what_the_hub_sends() -> None:
    assert without_clock(json.loads(RECORDED.read_text())) == without_clock(stream())


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(stream(), indent=1) + "\n")
