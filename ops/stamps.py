"""Remembering by content what a step was last done for, so that it is done again only after a change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ops.layout import ROOT


def digest(files: Iterable[Path], *more: str) -> str:
    """One number for the names and contents of these files and some words besides."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(str(file.relative_to(ROOT)).encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    for word in more:
        whole.update(word.encode() + b"\0")
    return whole.hexdigest()


class Stamp:
    """A small file that holds the digest for which a step was last done."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name

    def holds(self, value: str) -> bool:
        try:
            return self.path.read_text() == value
        except OSError:
            return False

    def set(self, value: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value)
