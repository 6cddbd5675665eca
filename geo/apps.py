"""The geo app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class GeoConfig(AppConfig):
    name = "geo"
    verbose_name = gettext_lazy("Areas and places")
    default_auto_field = "django.db.models.BigAutoField"
