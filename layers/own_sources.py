"""The map sources of this app itself."""

from layers.catalogue import MapSource
from layers.catalogue import register as register_source


def register() -> None:
    """Hand them to the catalogue."""
    for source in (
        MapSource("zones", "Zona", "Zones", "live", "zone"),
        MapSource("zones-full", "Zona (garis lengkap)", "Zones (full outline)", "mvt", "/tiles/zones/{z}/{x}/{y}.mvt"),
        MapSource("areas", "Batas wilayah", "Boundaries", "mvt", "/tiles/areas/{z}/{x}/{y}.mvt"),
        MapSource("zones-geojson", "Zona (GeoJSON)", "Zones (GeoJSON)", "geojson", "/api/v1/zones.geojson"),
    ):
        register_source(source)
