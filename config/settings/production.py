"""Settings of a real centre, behind a proxy that ends TLS. Refuses to start on anything unsafe."""

from config import env
from config.production_checks import is_open_host, is_public_origin, is_weak_key
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, PANTAU_DEMO, SECRET_KEY

_PLACEHOLDERS = ("change-me", "insecure", "default", "only-for-tests", "secret")

if is_weak_key(SECRET_KEY) or any(word in SECRET_KEY.lower() for word in _PLACEHOLDERS):
    raise env.BadSetting("PANTAU_SECRET_KEY is too short, too regular or a placeholder; use: openssl rand -base64 48")
if env.flag("PANTAU_DEBUG", default=False):
    raise env.BadSetting("PANTAU_DEBUG is on; a production server does not start with it")
if PANTAU_DEMO:
    raise env.BadSetting("PANTAU_DEMO is on; demo accounts have known passwords and must not exist in production")
if not CSRF_TRUSTED_ORIGINS or not all(map(is_public_origin, CSRF_TRUSTED_ORIGINS)):
    raise env.BadSetting("PANTAU_TRUSTED_ORIGINS must name the public address, such as https://pantau.karokab.go.id")
if not ALLOWED_HOSTS or any(map(is_open_host, ALLOWED_HOSTS)):
    raise env.BadSetting("PANTAU_ALLOWED_HOSTS must list the host names that this server answers to, and no others")

DEBUG = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_files.StaticFilesStorage"},
}
