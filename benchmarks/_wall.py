"""The wall in a headless browser on made-up data, and what its main thread spends on one event."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

from ops import node_env
from ops.layout import ROOT
from ops.ports import free_ports

CHROMIUM: Final = os.environ.get("PANTAU_BROWSER", "/usr/bin/chromium")
_ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_READY_S: Final = 60
_TICK_S: Final = 1.0
"""The wall counts ages and figures once a second; no window of a measurement holds such a tick."""
_AFTER_TICK_S: Final = 0.15
_WINDOW_S: Final = 0.2
_WINDOWS_A_TICK: Final = 4
_MOST_TRIES: Final = 5
"""An event that is at work for longer than a second is in the figures with the ticks that fall into it."""
_LONG_S: Final = 0.04
"""Busy for longer than this in a window, or answering later than `_LATE_S`: the page does not rest yet."""
_LATE_S: Final = 0.05

# Notes when the wall's timer of one second last fired, in Unix milliseconds.
_NOTE_TICKS: Final = """
const original = window.setInterval;
window.setInterval = (action, ms, ...rest) => original(ms !== 1000 ? action : () => {
  window.lastTick = performance.timeOrigin + performance.now();
  action();
}, ms, ...rest);
"""


@dataclass(frozen=True)
class Amounts:
    """What the wall shows."""

    vehicles: int
    zones: int
    vertices: int
    reports: int
    cameras: int
    alarms: int


class PracticeServer:
    """`frontend/practice/server.ts`: the built wall, its live protocol, and events on request."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def control(self, **order: object) -> dict[str, Any]:
        """What the server answers at `/control`."""
        body = json.dumps(order).encode()
        with urllib.request.urlopen(f"{self.address}/control", body, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@contextlib.contextmanager
def practice_server(amounts: Amounts, built: Path = node_env.BUILT) -> Iterator[PracticeServer]:
    """A practice server that shows these amounts on the wall that lies in the folder ``built``."""
    spec = find_spec("leaflet")
    if spec is None or spec.origin is None:
        raise RuntimeError("django-leaflet is not installed")
    (port,) = free_ports(1)
    arguments = {
        "port": port,
        "dist": built,
        "leaflet": Path(spec.origin).parent / "static" / "leaflet",
        **{name: getattr(amounts, name) for name in amounts.__dataclass_fields__},
    }
    command = ["npx", "vite-node", "frontend/practice/server.ts", "--", "--calm"]
    command += [f"--{name}={value}" for name, value in arguments.items()]
    process = subprocess.Popen(command, cwd=ROOT, env=node_env.environment(), stdout=sys.stderr, start_new_session=True)
    try:
        server = PracticeServer(port)
        _until_ready(server, process)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait()


def _until_ready(server: PracticeServer, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _READY_S
    while True:
        try:
            server.control()
            return
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the practice server did not start") from None
            time.sleep(0.1)


@dataclass(frozen=True)
class Sample:
    """CPU milliseconds of the page's main thread from an event of a kind until it rests; None: without an event."""

    kind: str | None
    busy_ms: float
    """Everything, painting by software included."""
    work_ms: float
    """Script, style, and layout."""


class _Spent(NamedTuple):
    """CPU seconds of the main thread since the page began."""

    busy_s: float
    work_s: float


class Wall:
    """The page of a wall that is connected and has drawn everything."""

    def __init__(self, page: Page, server: PracticeServer) -> None:
        self.page = page
        self._server = server
        self._metrics: CDPSession = page.context.new_cdp_session(page)
        self._metrics.send("Performance.enable", {"timeDomain": "threadTicks"})

    def measure(self, kinds: list[str | None]) -> list[Sample]:
        """One window for each of `kinds`, an event at its start, or none; vehicles move between the windows."""
        samples: list[Sample] = []
        for start in range(0, len(kinds), _WINDOWS_A_TICK):
            self._move_vehicles()
            samples.extend(self._quiet_window(kind) for kind in kinds[start : start + _WINDOWS_A_TICK])
        return samples

    def _move_vehicles(self) -> None:
        """Position frames for most of a second, then rest; returns just after a tick of the wall."""
        self._server.control(flow=True)
        time.sleep(0.8)
        self._server.control(flow=False)
        time.sleep(_TICK_S)
        self._wait_until_after_tick()

    def _wait_until_after_tick(self) -> None:
        time.sleep((self._last_tick() + _AFTER_TICK_S - time.time()) % _TICK_S)

    def _last_tick(self) -> float:
        """Unix seconds of the wall's last tick."""
        found: float = self.page.evaluate("window.lastTick")
        return found / 1000

    def _quiet_window(self, kind: str | None) -> Sample:
        """A window without a tick. On a busy machine one may fall into it all the same: then another event is sent."""
        for _ in range(_MOST_TRIES):
            tick = self._last_tick()
            if time.time() - tick > _TICK_S - _AFTER_TICK_S - _WINDOW_S:
                self._wait_until_after_tick()
                tick = self._last_tick()
            sample = self._window(kind)
            if self._last_tick() == tick:
                return sample
        return sample

    def _window(self, kind: str | None) -> Sample:
        end = time.monotonic() + _WINDOW_S
        before = self._spent()
        if kind is not None:
            self._server.control(event=kind)
        time.sleep(max(0.0, end - time.monotonic()))
        after = self._spent()
        while time.monotonic() - end > _LATE_S or after.busy_s - before.busy_s > _LONG_S:
            # An event that takes longer than its window is followed to its end.
            end = time.monotonic() + _WINDOW_S
            time.sleep(_WINDOW_S)
            later = self._spent()
            if later.busy_s - after.busy_s < _LONG_S and time.monotonic() - end < _LATE_S:
                break
            after = later
        return Sample(kind, (after.busy_s - before.busy_s) * 1000, (after.work_s - before.work_s) * 1000)

    def _spent(self) -> _Spent:
        found = self._metrics.send("Performance.getMetrics")["metrics"]
        metrics = {each["name"]: float(each["value"]) for each in found}
        work = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
        return _Spent(metrics["TaskDuration"], sum(metrics[name] for name in work))


@contextlib.contextmanager
def open_wall(server: PracticeServer, width: int = 1920, height: int = 1080) -> Iterator[Wall]:
    """The wall of a practice server in a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.add_init_script(_NOTE_TICKS)
            page.goto(f"{server.address}/wall/")
            page.wait_for_selector('.link[data-link="connected"]', timeout=_READY_S * 1000)
            page.wait_for_function("window.lastTick !== undefined")
            yield Wall(page, server)
        finally:
            browser.close()
