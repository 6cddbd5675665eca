"""Whether the last fixes stand: pure questions about a short list of them."""

from collections.abc import Sequence

from fleet.trips.fixes import Fix, apart_m, fast, reach_m, seconds
from fleet.trips.rules import Rules


def first_head(window: Sequence[Fix], rules: Rules) -> int:
    """The index of the first fix that all later ones stay near to, and where the vehicle is not fast; else the length.

    Only the newest fix may have broken what held before, so that mostly the first test says yes.
    """
    for head, fix in enumerate(window):
        if fast(fix, rules):
            continue
        if all(apart_m(fix, later) <= reach_m(later, rules) for later in reversed(window[head + 1 :])):
            return head
    return len(window)


def stood(window: Sequence[Fix], rules: Rules) -> bool:
    """Whether a window whose first fix is a head lasts long enough for a stop."""
    return bool(window) and seconds(window[0], window[-1]) >= rules.stop_s


def stayed_off(window: Sequence[Fix], rules: Rules) -> int | None:
    """Where in such a window the ignition went off for long enough to make a stop; None if it did not."""
    if not window or window[-1].ignition is not False:
        return None
    begin = len(window) - 1
    while begin > 0 and window[begin - 1].ignition is False:
        begin -= 1
    return begin if seconds(window[begin], window[-1]) >= rules.ignition_stop_s else None


def widest_m(window: Sequence[Fix]) -> float:
    """How far from its first fix the window reaches."""
    return max((apart_m(window[0], fix) for fix in window), default=0.0)
