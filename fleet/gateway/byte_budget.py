"""A limit on the bytes that all connections of a process hold in memory together."""

from typing import Self


class ByteBudget:
    """Counts the bytes of its open accounts; ``held_bytes`` is 0 once all of them are closed."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.held_bytes = 0

    def open_account(self) -> "ByteAccount":
        """An account of one connection or request; whoever opens it closes it, however the connection ends."""
        return ByteAccount(self)


class ByteAccount:
    """What one connection or request holds. Once closed it counts nothing any more, whatever is still reported."""

    __slots__ = ("_budget", "_closed", "held_bytes")

    def __init__(self, budget: ByteBudget) -> None:
        self._budget = budget
        self._closed = False
        self.held_bytes = 0

    def resize(self, size: int) -> bool:
        """Hold ``size`` bytes from now on; False when it is more than nothing and the budget is exceeded."""
        if self._closed:
            return True
        if size != self.held_bytes:
            self._budget.held_bytes += size - self.held_bytes
            self.held_bytes = size
        return not size or self._budget.held_bytes <= self._budget.limit_bytes

    def close(self) -> None:
        """Give back what is held. May be called more than once."""
        self.resize(0)
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
