"""The average and the top speed of a way, so that they never contradict each other."""


def average_mps(distance_m: float, moving_s: float) -> float | None:
    """The way by the time in motion; None without any."""
    return distance_m / moving_s if moving_s > 0 else None


def top_mps(reported_mps: float | None, distance_m: float, moving_s: float) -> float | None:
    """The highest speed that is known of a way: what the receiver reported, or the average where that is higher.

    Who drove a way in a time was at least once as fast as the average, whatever the receiver said at its fixes: between
    two of them it may have been faster, and the noise of places makes a way longer by some parts in a thousand. None
    where the receiver reported no speed at all: an average alone tells little of the top.
    """
    if reported_mps is None:
        return None
    return max(reported_mps, average_mps(distance_m, moving_s) or 0.0)
