"""The registration of the document engine with Django, for its texts."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
