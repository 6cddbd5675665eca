"""The base of every typed event, and what its fields are to the schema."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, WithJsonSchema

GEOJSON: Final = "geojson"
"""The format, in a schema, of a GeoJSON object; its title says which."""


def one_of(name: str, values: Sequence[str]) -> WithJsonSchema:
    """Names the values of a text in the schema, from which clients have their types; the database holds no other."""
    return WithJsonSchema({"type": "string", "title": name, "enum": list(values)})


Polygons = Annotated[
    dict[str, Any],
    WithJsonSchema({"anyOf": [{"title": title, "format": GEOJSON} for title in ("MultiPolygon", "Polygon")]}),
]


class Event(BaseModel):
    """One change of one object, as its viewers see it.

    A subclass names its ``type`` as ``<entity>.changed`` or ``<entity>.removed``. A changed event carries the whole
    public face of the object, so that applying it twice, or after a snapshot that already holds it, changes nothing.
    Unknown fields are refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ClassVar[str]
    id: int

    @classmethod
    def entity(cls) -> str:
        """The entity that the event speaks of."""
        return cls.type.partition(".")[0]
