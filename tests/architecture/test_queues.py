"""Every job of the worker goes to a queue that somebody works on."""

import re

from django.apps import apps
from django.conf import settings
from procrastinate.contrib.django import app

from kit.queues import CONCURRENCY
from ops.layout import ROOT


def test_every_task_names_a_queue_that_has_workers() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    own = {name: task.queue for name, task in app.tasks.items() if task.queue != "builtin"}
    assert own
    assert {name: queue for name, queue in own.items() if queue not in CONCURRENCY} == {}


def test_the_worker_imports_every_module_that_defines_a_task() -> None:
    discovered = {f"{app_config.name}.tasks" for app_config in apps.get_app_configs()}
    defining = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for app_config in apps.get_app_configs()
        if (ROOT / app_config.name).is_dir()
        for path in (ROOT / app_config.name).rglob("*.py")
        if "@app.task(" in path.read_text()
    }
    assert defining
    assert defining - discovered - set(settings.PROCRASTINATE_IMPORT_PATHS) == set()


def test_every_queue_is_worked_on_by_one_service_of_the_containers_and_of_run() -> None:
    for file, pattern in (
        ("docker-compose.yml", r"--queues, '?([a-z,]+)'?\]"),
        ("ops/serve.py", r'--queues", "([a-z,]+)"'),
    ):
        served = [queue for part in re.findall(pattern, (ROOT / file).read_text()) for queue in part.split(",")]
        assert sorted(served) == sorted(CONCURRENCY), file
