"""The child process: reads pictures from its input, writes JPEGs to its output, and has no other rights.

Started by `kit.images.process` in Python's isolated mode, with an empty environment and no open file but its pipes.
"""

import contextlib
import io
import math
import os
import resource
import sys
from typing import Any, Final

from PIL import Image

from kit.images.render import Refused, render
from kit.images.wire import Limits, Reason, Recipe, read_request, receive, send

MAX_BYTES: Final = 64 * 1024 * 1024


def main() -> None:
    """Serve until the input ends."""
    _load_modules()
    _give_up_rights()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (message := receive(source, MAX_BYTES)) is not None:
        head, data, _none = message
        recipe, limits = read_request(head)
        _limit(limits)
        answer: dict[str, Any]
        image = thumbnail = b""
        try:
            image, thumbnail, width, height = render(data, recipe, limits)
            answer = {"width": width, "height": height}
        except Refused as refused:
            answer = {"reason": refused.reason.value, "most": refused.most}
        except MemoryError:
            answer = {"reason": Reason.TOO_COSTLY.value, "most": 0}
        except Exception as error:  # noqa: BLE001 - the decoders raise errors of many classes for malformed data
            answer = {
                "reason": Reason.NOT_A_PICTURE.value,
                "most": 0,
                "detail": f"{type(error).__name__}: {error}"[:300],
            }
        del data, message
        send(sink, answer, image, thumbnail)


def _load_modules() -> None:
    """Pillow loads modules when it first needs them, which it cannot do later, without the right to open files."""
    for kind in ("JPEG", "PNG", "WEBP"):
        sample = io.BytesIO()
        Image.new("RGBA" if kind == "PNG" else "RGB", (8, 8)).save(sample, kind, exif=Image.Exif())
        render(sample.getvalue(), Recipe(longest_px=4, thumbnail_px=2), Limits())


def _give_up_rights() -> None:
    """No files, no processes, no core dumps; pages of the product come first."""
    with contextlib.suppress(OSError):
        os.nice(5)
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _limit(limits: Limits) -> None:
    """CPU seconds are counted since the process began, so each picture gets its own from there."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb * 1024 * 1024, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
