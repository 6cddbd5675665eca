"""``./test --thorough`` tries more than what every run does."""

import os
from typing import Final

THOROUGH: Final = os.environ.get("PANTAU_THOROUGH") == "1"


def examples(usual: int, thorough: int) -> int:
    """How many examples hypothesis tries."""
    return thorough if THOROUGH else usual
