"""Big-endian numbers off a frame, one after another."""


class TooShort(ValueError):
    """The frame ends before its field."""


class Reader:
    """Reads on from ``at``; every read raises TooShort beyond the end."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self.at = at

    def take(self, size: int) -> bytes:
        """The next bytes."""
        part = self._data[self.at : self.at + size]
        if len(part) < size:
            raise TooShort
        self.at += size
        return part

    def unsigned(self, size: int) -> int:
        """A number without sign."""
        return int.from_bytes(self.take(size))

    def signed(self, size: int) -> int:
        """A number with sign."""
        return int.from_bytes(self.take(size), signed=True)

    def peek(self) -> int:
        """The next byte, which stays."""
        if self.at >= len(self._data):
            raise TooShort
        return self._data[self.at]


class Bits:
    """Fields of some bits out of a few bytes, the highest first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data)
        self._left = len(data) * 8

    def unsigned(self, size: int) -> int:
        """A number without sign."""
        self._left -= size
        return self._value >> self._left & ((1 << size) - 1)

    def signed(self, size: int) -> int:
        """A number with sign, two's complement."""
        value = self.unsigned(size)
        return value - (1 << size) if value >> (size - 1) else value
