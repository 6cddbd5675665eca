"""The cells that are being looked at, each by its audience: encoded once a tick, sent to all its viewers."""

import time

from live import frames
from live.latest import LatestPositions
from live.viewer import Viewer


class CellChannel:
    """One cell for one audience: its sequence and its viewers."""

    def __init__(self, cell: int, agency: int | None, epoch: int) -> None:
        self.cell = cell
        self.agency = agency
        self.epoch = epoch
        self.sequence = 0
        self.viewers: set[Viewer] = set()

    def snapshot(self, latest: LatestPositions) -> bytes:
        """A frame with everything that is in the cell now."""
        return frames.encode(
            kind=frames.SNAPSHOT,
            epoch=self.epoch,
            sequence=self.sequence,
            cell=self.cell,
            server_time=time.time(),
            positions=latest.inside(self.cell, self.agency),
        )


class CellBoard:
    """All cells that somebody looks at."""

    def __init__(self, latest: LatestPositions, epoch: int) -> None:
        self._latest = latest
        self._epoch = epoch
        self._channels: dict[tuple[int, int | None], CellChannel] = {}

    def look(self, viewer: Viewer, cells: frozenset[int]) -> None:
        """Replace what ``viewer`` looks at; new cells are sent to it whole."""
        for cell in viewer.cells - cells:
            self._leave(viewer, cell)
            viewer.drop_frames(cell)
        for cell in sorted(cells - viewer.cells):
            channel = self._channels.setdefault((cell, viewer.agency), CellChannel(cell, viewer.agency, self._epoch))
            channel.viewers.add(viewer)
            viewer.offer_snapshot(cell, channel.snapshot(self._latest))
        viewer.cells = cells

    def grant(self, viewer: Viewer) -> None:
        """Act on what the viewer wishes to look at, and to be sent once more."""
        before = viewer.cells
        cells, again = viewer.take_wishes()
        self.look(viewer, cells)
        self.resend(viewer, again & before)

    def resend(self, viewer: Viewer, cells: set[int]) -> None:
        """Send the snapshots of ``cells`` that the viewer looks at."""
        for cell in sorted(cells & viewer.cells):
            viewer.offer_snapshot(cell, self._channels[cell, viewer.agency].snapshot(self._latest))

    def tick(self) -> None:
        """Send what changed since the last tick, and whole cells to viewers that have caught up."""
        changes = self._latest.take_changes()
        for channel in self._channels.values() if len(changes) else ():
            rows = changes.concerning(channel.cell, channel.agency)
            if not len(rows):
                continue
            channel.sequence += 1
            frame = frames.encode(
                kind=frames.CHANGES,
                epoch=channel.epoch,
                sequence=channel.sequence,
                cell=channel.cell,
                server_time=time.time(),
                positions=rows,
            )
            for viewer in channel.viewers:
                viewer.offer_frame(channel.cell, frame)
        for viewer in {viewer for channel in self._channels.values() for viewer in channel.viewers}:
            self.resend(viewer, viewer.take_stale_cells())

    def _leave(self, viewer: Viewer, cell: int) -> None:
        channel = self._channels[cell, viewer.agency]
        channel.viewers.discard(viewer)
        if not channel.viewers:
            del self._channels[cell, viewer.agency]
