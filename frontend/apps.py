"""The pages and the TypeScript of Pantau: wall, desk, planner, portal."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"
    verbose_name = "Pages"
