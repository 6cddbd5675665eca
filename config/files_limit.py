"""How many files, and so connections, this process may have open."""

import resource


def raise_files_limit() -> int:
    """Ask for as many as this process may have without more rights; the number it has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1_000_000
