"""What a client may say, and how it is read (docs/live-protocol.md)."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from live.frames import CELLS

PROTOCOL: Final = 2
FIRST_PROTOCOL: Final = 1
"""Its clients name no protocol and no topics; they are served everything until their page is loaded again."""

POSITIONS: Final = "positions"
"""The topic of position frames; every other topic is the name of an entity."""

MAX_MESSAGE_BYTES: Final = 4096
MAX_CELLS: Final = 64
_MAX_NUMBER: Final = 2**53

_Cell = Annotated[int, Field(ge=0, le=CELLS)]
_Topic = Annotated[str, Field(min_length=1, max_length=40)]


class Start(BaseModel):
    """The first message: who speaks, what it wants, and from where to go on.

    Fields that this version does not know are ignored: the client may be newer, and must be answered all the same.
    ``topics`` None is everything. Without ``state`` a client that cannot resume gets the number alone.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    op: Literal["start"]
    protocol: int = Field(default=FIRST_PROTOCOL, ge=1, le=65_535)
    build: str = Field(default="", max_length=64)
    topics: list[_Topic] | None = Field(default=None, max_length=32)
    state: bool = True
    resume: int | None = Field(ge=0, le=_MAX_NUMBER)


class Cells(BaseModel):
    """What the client looks at now."""

    model_config = ConfigDict(extra="forbid", strict=True)

    op: Literal["cells"]
    cells: list[_Cell] = Field(max_length=MAX_CELLS)


class Resync(BaseModel):
    """A gap was seen in a cell."""

    model_config = ConfigDict(extra="forbid", strict=True)

    op: Literal["resync"]
    cell: _Cell


Message = Start | Cells | Resync
_MESSAGE: Final[TypeAdapter[Message]] = TypeAdapter(Annotated[Message, Field(discriminator="op")])


class Malformed(ValueError):
    """Not a message of the protocol."""


def read(text: str) -> Message:
    """One message. Raises Malformed for anything else, whatever its size or nesting, at a bounded cost."""
    if len(text) > MAX_MESSAGE_BYTES:
        raise Malformed("too long")
    try:
        return _MESSAGE.validate_json(text)
    except ValidationError as error:
        raise Malformed("not a message of the live protocol") from error
