"""Settings of the tests: as in dev, with a test database of its own name and a fast password hasher."""

import os

from config import env

os.environ.setdefault("PANTAU_SECRET_KEY", "only-for-tests-" + "0" * 40)

from config.settings.dev import *  # noqa: F403
from config.settings.dev import BASE_DIR, DATABASES

DATABASES["default"]["TEST"] = {"NAME": env.text("PANTAU_TEST_DB", "test_pantau")}
DATABASES["default"]["OPTIONS"] = {}  # a pool would keep connections to the test database open at its end
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PANTAU_REDIS_PREFIX = env.text("PANTAU_TEST_DB", "test_pantau")
MEDIA_ROOT = BASE_DIR / ".local" / "test-media" / PANTAU_REDIS_PREFIX
