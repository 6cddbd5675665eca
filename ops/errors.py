"""What can go wrong while setting up or starting, said in one sentence."""

from __future__ import annotations

import errno


class OpsError(Exception):
    """Stops the command. The message is one sentence for the person at the keyboard: what is wrong, and what to do."""


def explain_os_error(error: OSError) -> OpsError:
    """The sentence for an error of the operating system that no module explained closer to its cause."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return OpsError(f"The disk is full{where}; free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return OpsError(f"A right is missing{where}: {error.strerror}; run as the owner of this folder.")
    if error.errno == errno.EROFS:
        return OpsError(f"The folder is read-only{where}; use a checkout that can be written to.")
    return OpsError(f"The system refused{where}: {error.strerror or error}.")
