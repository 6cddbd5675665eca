"""The app's endpoints, included under /api/v1/."""

from django.urls import path

from geo.api.areas import areas
from geo.api.ground import ground
from geo.api.places import places, places_at

app_name = "geo"

urlpatterns = [
    path("areas", areas, name="areas"),
    path("places", places, name="places"),
    path("places/at", places_at, name="places-at"),
    path("ground", ground, name="ground"),
]
