"""What Vite built: which files an entry needs, and where the icon sprite is."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NotRequired, TypedDict

from django.core.exceptions import ImproperlyConfigured

DIST = Path(__file__).resolve().parent / "static" / "frontend" / "dist"
MANIFEST = DIST / ".vite" / "manifest.json"
STATIC_PREFIX = "frontend/dist/"
ICON_SPRITE = "frontend/src/ui/icons/sprite.svg"


class _Chunk(TypedDict):
    file: str
    imports: NotRequired[list[str]]
    css: NotRequired[list[str]]


_Chunks = dict[str, _Chunk]


class NotBuilt(ImproperlyConfigured):
    """The front end was not built, or an entry is unknown; says which command builds it."""


@dataclass(frozen=True)
class ManifestEntry:
    """Static paths (relative to STATIC_URL) that one page loads."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


def entry(name: str) -> ManifestEntry:
    """The files of entry `name` ("wall", "portal", ...). Raises NotBuilt."""
    chunks = _chunks()
    key = f"frontend/src/{name}/main.ts"
    if key not in chunks:
        raise NotBuilt(f"No front-end entry {name!r} in {MANIFEST}. Run `npm run build`.")
    styles: dict[str, None] = {}
    preloads: dict[str, None] = {}
    _walk(chunks, key, styles, preloads)
    script = STATIC_PREFIX + chunks[key]["file"]
    preloads.pop(script)
    return ManifestEntry(script=script, styles=tuple(styles), preloads=tuple(preloads))


def icon_sprite() -> str:
    """Static path of the SVG sprite that holds every icon in use. Raises NotBuilt."""
    chunks = _chunks()
    if ICON_SPRITE not in chunks:
        raise NotBuilt(f"No icon sprite in {MANIFEST}. Run `npm run build`.")
    return STATIC_PREFIX + chunks[ICON_SPRITE]["file"]


def build_id() -> str:
    """A short name of what was built, the same on every host that has the same files; empty where nothing was built."""
    try:
        _chunks()
    except NotBuilt:
        return ""
    return _READINGS[MANIFEST].build


def _walk(chunks: _Chunks, key: str, styles: dict[str, None], preloads: dict[str, None]) -> None:
    """Collect depth first, so that a shared chunk's style comes before the style of the page that uses it."""
    chunk = chunks[key]
    path = STATIC_PREFIX + chunk["file"]
    if path in preloads:
        return
    preloads[path] = None
    for imported in chunk.get("imports", []):
        _walk(chunks, imported, styles, preloads)
    for style in chunk.get("css", []):
        styles[STATIC_PREFIX + style] = None


@dataclass(frozen=True)
class _Reading:
    """The manifest as it was read; ``seen`` is the file's time and size of then."""

    seen: tuple[int, int]
    chunks: _Chunks
    build: str


_READINGS: dict[Path, _Reading] = {}
"""The last whole one of each manifest."""


def _chunks() -> _Chunks:
    """The manifest as it is on the disk now. While a build replaces it, the last whole one holds."""
    last = _READINGS.get(MANIFEST)
    try:
        found = MANIFEST.stat()
        seen = (found.st_mtime_ns, found.st_size)
        if last is None or last.seen != seen:
            text = MANIFEST.read_text(encoding="utf-8")
            build = sha256(text.encode()).hexdigest()[:16]
            last = _READINGS[MANIFEST] = _Reading(seen, json.loads(text), build)
    except (FileNotFoundError, json.JSONDecodeError) as error:
        if last is None:
            text = f"The front end is not built ({MANIFEST} is missing). Run `npm ci && npm run build`."
            raise NotBuilt(text) from error
    return last.chunks
