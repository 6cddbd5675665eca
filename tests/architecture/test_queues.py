"""Every job of the worker goes to a queue that somebody works on."""

import re

from procrastinate.contrib.django import app

from kit.queues import CONCURRENCY
from ops.layout import ROOT


def test_every_task_names_a_queue_that_has_workers() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    own = {name: task.queue for name, task in app.tasks.items() if task.queue != "builtin"}
    assert own
    assert {name: queue for name, queue in own.items() if queue not in CONCURRENCY} == {}


def test_every_queue_is_worked_on_by_one_service_of_the_containers_and_of_run() -> None:
    for file, pattern in (
        ("docker-compose.yml", r"--queues, '?([a-z,]+)'?\]"),
        ("ops/serve.py", r'--queues", "([a-z,]+)"'),
    ):
        served = [queue for part in re.findall(pattern, (ROOT / file).read_text()) for queue in part.split(",")]
        assert sorted(served) == sorted(CONCURRENCY), file
