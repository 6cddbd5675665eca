"""Addresses of zones, map sources and tiles; included at the root."""

from django.urls import path

from layers.api import catalogue, imports, public_zones, tiles, zone_list, zones

urlpatterns = [
    path("api/v1/layers", catalogue.layers, name="layers"),
    path("api/v1/zones.geojson", public_zones.zones_geojson, name="zones_geojson"),
    path("api/v1/zones", zones.zones, name="zones"),
    path("api/v1/zones/list", zone_list.zone_list, name="zone_list"),
    path("api/v1/zones/import", imports.zones_import, name="zones_import"),
    path("api/v1/zones/imports", imports.zone_imports, name="zone_imports"),
    path("api/v1/zones/imports/<int:import_id>/publish", imports.zone_import_publish, name="zone_import_publish"),
    path("api/v1/zones/imports/<int:import_id>/withdraw", imports.zone_import_withdraw, name="zone_import_withdraw"),
    path("api/v1/zones/imports/<int:import_id>/remove", imports.zone_import_remove, name="zone_import_remove"),
    path("api/v1/zones/<int:zone_id>", zones.zone, name="zone"),
    path("api/v1/zones/<int:zone_id>/draft", zones.zone_draft, name="zone_draft"),
    path("api/v1/zones/<int:zone_id>/versions/<int:number>", zones.zone_version, name="zone_version"),
    path("api/v1/zones/<int:zone_id>/publish", zones.zone_publish, name="zone_publish"),
    path("api/v1/zones/<int:zone_id>/retire", zones.zone_retire, name="zone_retire"),
    path("api/v1/zones/<int:zone_id>/delete", zones.zone_delete, name="zone_delete"),
    path("api/v1/zones/<int:zone_id>/restore", zones.zone_restore, name="zone_restore"),
    path("tiles/<slug:source>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
]
