"""Writing XML piece by piece, however long it gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kit.text import clean


class Writer:
    """Elements in the order in which they come; text and attributes are escaped."""

    def __init__(self, to: BinaryIO) -> None:
        self._out = XMLGenerator(to, "utf-8", short_empty_elements=True)
        self._out.startDocument()

    @contextmanager
    def element(self, name: str, **attributes: str) -> Iterator[None]:
        """What is written inside lies inside the element."""
        self._out.startElement(name, AttributesImpl({key: clean(value) for key, value in attributes.items()}))
        yield
        self._out.endElement(name)

    def leaf(self, name: str, text: str, **attributes: str) -> None:
        """An element with nothing but text in it."""
        with self.element(name, **attributes):
            self._out.characters(clean(text))


def stamp(moment: datetime) -> str:
    """UTC as both formats want it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
