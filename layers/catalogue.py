"""The map sources of the product: every app registers its own, the wall and others read the list."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from people.access import audience_of
from people.access.policy import Actor

SourceKind = Literal["geojson", "mvt", "raster", "live"]


@dataclass(frozen=True, slots=True)
class MapSource:
    """Something that can be drawn on a map.

    ``url`` is an address or a template with {z}, {x}, {y}; for ``live`` it is the entity's name on the live socket.
    ``audience`` says who is told of it: everybody, or those who have a wall; the address checks rights by itself.
    ``min_zoom`` is the zoom from which it is worth drawing.
    """

    id: str
    title_id: str
    title_en: str
    kind: SourceKind
    url: str
    audience: Literal["public", "wall"] = "public"
    attribution: str = ""
    min_zoom: int = 0

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_en if get_language() == "en" else self.title_id


_sources: dict[str, MapSource] = {}


def register(source: MapSource) -> None:
    """Add a source. Called in ``AppConfig.ready``. Raises ValueError when another source has its id."""
    if _sources.setdefault(source.id, source) != source:
        raise ValueError(f"two map sources are called {source.id}")


def sources_for(user: Actor) -> list[MapSource]:
    """The sources that the user may be told of, in the order of registration."""
    has_wall = audience_of(user) is not None
    return [source for source in _sources.values() if source.audience == "public" or has_wall]
