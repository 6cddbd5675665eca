"""Giving database connections back before a long wait for something else."""

from django.db import connections


def give_back() -> None:
    """Close this thread's connections, which returns them to the pool; the next query takes one again.

    A request that waits with a connection in its hand takes it from all others. Raises RuntimeError inside a
    transaction, which cannot be interrupted so.
    """
    for connection in connections.all(initialized_only=True):
        # The transaction of a test case surrounds everything and is no one's waiting.
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise RuntimeError("begin the transaction after the wait, not before it")
        if not connection.in_atomic_block:
            connection.close()
