"""Settings of the tests: as in dev, with a test database of its own name and a fast password hasher."""

import os

from config import env

os.environ.setdefault("PANTAU_SECRET_KEY", "only-for-tests-" + "0" * 40)

from config.settings.dev import *  # noqa: F403
from config.settings.dev import BASE_DIR, DATABASES

# Processes of pytest-xdist share the servers; pytest-django names their databases in the same way.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_NAME = env.text("PANTAU_TEST_DB", "test_pantau")
# A database that has every migration saves each process its migrations; ./test makes it.
_TEMPLATE = env.text("PANTAU_TEST_TEMPLATE", "") or None
DATABASES["default"]["TEST"] = {"NAME": _NAME, "TEMPLATE": _TEMPLATE}
DATABASES["default"]["OPTIONS"] = {}  # a pool would keep connections to the test database open at its end
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PANTAU_REDIS_PREFIX = f"{_NAME}_{_WORKER}" if _WORKER else _NAME
MEDIA_ROOT = BASE_DIR / ".local" / "test-media" / PANTAU_REDIS_PREFIX
