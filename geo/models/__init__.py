"""What the ground floor stores: administrative areas, and the plain ground (roads, water, peaks) of offline maps."""

from geo.codes import AreaLevel
from geo.models.area import Area
from geo.models.ground import GroundFeature, GroundKind

__all__ = ["Area", "AreaLevel", "GroundFeature", "GroundKind"]
