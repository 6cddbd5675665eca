"""The worker's queues. Each has workers of its own, so work of one never waits for work of another."""

from typing import Final

DEADLINES: Final = "deadlines"
"""Short, and late is wrong: silence, roster, alarms, webhooks, validity of zones, the care for other jobs."""
TELEMETRY: Final = "telemetry"
"""What follows positions and cameras: trips, replays, partitions, pictures."""
REPORTS: Final = "reports"
"""Documents that take minutes."""
MAINTENANCE: Final = "maintenance"
"""Deleting what is old."""

CONCURRENCY: Final = {DEADLINES: 4, TELEMETRY: 3, REPORTS: 2, MAINTENANCE: 2}
"""How many jobs of a queue one worker process does at once."""
