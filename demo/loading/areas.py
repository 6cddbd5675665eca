"""Areas and the plain ground."""

import json
import tempfile
from pathlib import Path

from shapely.geometry import mapping

from demo.areas import all_areas
from demo.ground import SOURCE, ground_features
from geo.imports.areas import import_areas
from geo.imports.ground import import_ground
from geo.models import Area, GroundFeature


def load_areas() -> int:
    """Import the areas; returns how many were new or changed. Areas that an installation has already are not
    touched.
    """
    wanted = [area for area in all_areas() if area.code not in _foreign_codes()]
    features = [
        {"type": "Feature", "properties": {"kode": area.code, "nama": area.name}, "geometry": mapping(area.shape)}
        for area in wanted
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        report = import_areas([path], source=SOURCE)
    return report.created + report.updated


def _foreign_codes() -> set[str]:
    """Codes whose boundary came from elsewhere; a real boundary must not be replaced by a drawn one."""
    return set(Area.objects.exclude(source=SOURCE).values_list("code", flat=True))


def load_ground() -> int:
    """Import roads, waters and peaks; returns how many there were not before."""
    before = GroundFeature.objects.count()
    if before == len(list(ground_features())):
        return 0
    import_ground(ground_features(), SOURCE)
    return GroundFeature.objects.count() - before
