"""Work of the worker after a device was moved in the past; in a module of its own, since an action asks for it."""

from datetime import datetime

from procrastinate.contrib.django import app

from fleet.devices.rebinding import rebind
from kit.queues import TELEMETRY


@app.task(queue=TELEMETRY, name="fleet.rebind_positions", retry=5)
def rebind_positions(device_id: int, since: str) -> None:
    """Give the device's positions since ``since`` (ISO) to the vehicles that it was in."""
    rebind(device_id, datetime.fromisoformat(since))
