"""The demo region's registration with Django: it only brings commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
