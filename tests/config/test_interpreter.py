"""Memory of the web process: what a flood of requests has used does not stay."""

import json
import subprocess
import sys

_FLOOD = """
import json
from config.interpreter import _trim, bound_allocator

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])

bound_allocator()
before = resident()
pieces = [bytes(3_000 + number % 7 * 100) for number in range(20_000)]
kept = pieces[::400]
full = resident()
del pieces
_trim()
print(json.dumps([before, full, resident()]))
"""


def test_pages_between_what_is_kept_are_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _FLOOD], capture_output=True, text=True, check=True)
    before, full, after = json.loads(done.stdout)
    assert after - before < (full - before) / 4
