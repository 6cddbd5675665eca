"""Broken frames against every decoder: none may raise, hang, grow in memory or lose what it was given.

Authored frames are mutated (bits, cuts, splices, lengths that lie, repeats, noise), and with checksums that fit again
they come through to the decoders. Two processes share the work, each trial in a process of its own.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from benchmarks.frames.trial import Result, protocols, trial

PROCESSES = 2
MAX_GROWTH_KB = 16 * 1024


def main() -> int:
    """Run the trials and print one JSON line; 1 where a decoder broke a promise, the bytes on standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocol", action="append", choices=protocols(), help="default: all")
    parser.add_argument("--frames", type=int, default=1_000_000, help="for each protocol")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    names = wanted.protocol or protocols()
    share = max(wanted.frames // PROCESSES, 1)
    work = [(name, share, wanted.seed * PROCESSES + part) for name in names for part in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        results = list(pool.map(trial, *zip(*work, strict=True)))
    found = {name: _together(results[at * PROCESSES : (at + 1) * PROCESSES]) for at, name in enumerate(names)}
    failures = [
        (name, *failure) for (name, _, _), result in zip(work, results, strict=True) for failure in result.failures
    ]
    failures += [
        (name, f"memory grew by {one['rss_growth_kb']} kB", "")
        for name, one in found.items()
        if one["rss_growth_kb"] > MAX_GROWTH_KB
    ]
    for failure in failures:
        print(*failure, file=sys.stderr)
    total = sum(one["frames"] for one in found.values())
    print(json.dumps({"frames": total, "failures": len(failures), "seed": wanted.seed, "protocols": found}))
    return 1 if failures else 0


def _together(results: Sequence[Result]) -> dict[str, Any]:
    counted = ("frames", "decoded", "empty", "rejected", "garbage", "waiting")
    return {name: sum(getattr(one, name) for one in results) for name in counted} | {
        "frames_per_s": round(sum(one.frames / max(one.seconds, 1e-9) for one in results)),
        "slowest_ms": round(max(one.slowest_s for one in results) * 1000, 2),
        "rss_growth_kb": max(one.rss_growth_kb for one in results),
    }


if __name__ == "__main__":
    sys.exit(main())
