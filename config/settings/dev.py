"""Settings of ``./run`` on one machine: plain HTTP on loopback, errors in words.

What the environment leaves out is taken from the servers that ``./run`` keeps below .local, so that ``manage.py`` works
beside it without further words.
"""

import os

from ops.environment import connections
from ops.layout import EVERYDAY

for _name, _value in connections(EVERYDAY).items():
    os.environ.setdefault(_name, _value)

from config.settings.base import *  # noqa: E402,F403

DEBUG = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
