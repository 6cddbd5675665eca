"""A file of what an import refused, which can be corrected and imported again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shapely.geometry import mapping

from geo.formats import Feature
from layers.imports.report import Refused

REJECT_NUMBER: Final = "reject_number"
REJECT_REASON: Final = "reject_reason"


def reject_file(refused: Sequence[Refused]) -> str:
    """GeoJSON of the refused features as they came, with their number in the file and the reason.

    A feature that could not be read at all has no geometry here.
    """
    features = [_feature(item, item.feature) for item in refused if item.feature is not None]
    return json.dumps({"type": "FeatureCollection", "features": features}, default=str, indent=1)


def without_rejects(properties: Mapping[str, object]) -> dict[str, object]:
    """The properties of a feature without what `reject_file` added."""
    return {name: value for name, value in properties.items() if name not in {REJECT_NUMBER, REJECT_REASON}}


def _feature(item: Refused, feature: Feature) -> dict[str, Any]:
    geometry: object = mapping(feature.geometry) if feature.geometry is not None else None
    if feature.raw is not None:
        geometry = feature.raw.get("geometry")
    properties = dict(feature.properties) | {REJECT_NUMBER: item.number, REJECT_REASON: item.reason}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
