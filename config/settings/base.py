"""Settings that every process shares. Each environment variable is read here, once; .env.example explains them."""

from pathlib import Path
from typing import Any

from config import env
from config.content_security import page_policy

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = env.text("PANTAU_SECRET_KEY")
PANTAU_SECRETS_KEYS = env.words("PANTAU_SECRETS_KEYS")
if any(len(key) < 32 for key in PANTAU_SECRETS_KEYS):
    raise env.BadSetting(
        "PANTAU_SECRETS_KEYS: a key has at least 32 characters; make one with: openssl rand -base64 48"
    )
DEBUG = False
ALLOWED_HOSTS = env.words("PANTAU_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("PANTAU_TRUSTED_ORIGINS")
PANTAU_TRUSTED_PROXIES = env.networks("PANTAU_TRUSTED_PROXIES")

INSTALLED_APPS = [
    # Before Django's own, whose createsuperuser it replaces.
    "people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "leaflet",
    "procrastinate.contrib.django",
    "kit",
    "geo",
    "live",
    "notify",
    "reports",
    "layers",
    "fleet",
    "cameras",
    "services",
    "complaints",
    "incidents",
    "frontend",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "frontend.static_files.StaticFilesMiddleware",
    "config.middleware.ContentSecurityMiddleware",
    "people.middleware.SessionUseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.CacheControlMiddleware",
    "people.middleware.ApiKeyMiddleware",
    "people.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "people.middleware.PlainTextMiddleware",
    "people.middleware.AppErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.site",
                "kit.undo.offered",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        **env.database("PANTAU_DATABASE_URL"),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.number("PANTAU_DATABASE_POOL", 12, low=2, high=200)}},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
CSRF_FAILURE_VIEW = "config.errors.form_expired"
LOGIN_REDIRECT_URL = "/start/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("PANTAU_TIME_ZONE", "Asia/Jakarta")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("PANTAU_STATIC_ROOT", str(BASE_DIR / ".local" / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("PANTAU_MEDIA_ROOT", str(BASE_DIR / ".local" / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

SESSION_ENGINE = "people.session_store"
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Tasks outside an app's own ``tasks`` module. Jobs that failed are kept, to be looked at. The queues, and how
# many jobs of each run at once, are in kit.queues.
PROCRASTINATE_IMPORT_PATHS = [
    "config.stalled_jobs",
    "fleet.devices.rebind_task",
    "fleet.reports.tasks",
    "fleet.retention.tasks",
]
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

PANTAU_REDIS_URL = env.text("PANTAU_REDIS_URL")
PANTAU_REDIS_PREFIX = env.text("PANTAU_REDIS_PREFIX", "pantau")
PANTAU_SESSION_IDLE_HOURS = env.number("PANTAU_SESSION_IDLE_HOURS", 12, low=1, high=14 * 24)
PANTAU_LIVE_SOCKETS = env.number("PANTAU_LIVE_SOCKETS", 2_000, low=1, high=100_000)
PANTAU_LIVE_SOCKETS_PER_ACCOUNT = env.number("PANTAU_LIVE_SOCKETS_PER_ACCOUNT", 100, low=1, high=100_000)
PANTAU_GATEWAY_HOST = env.text("PANTAU_GATEWAY_HOST", "0.0.0.0")
PANTAU_GATEWAY_PROCESSES = env.number("PANTAU_GATEWAY_PROCESSES", 1, low=1, high=64)
PANTAU_OSMAND_PORT = env.number("PANTAU_OSMAND_PORT", 5055, low=0, high=65535)
PANTAU_TRACKER_PORTS = {
    "gt06": env.number("PANTAU_GT06_PORT", 5023, low=-1, high=65535),
    "teltonika": env.number("PANTAU_TELTONIKA_PORT", 5027, low=-1, high=65535),
    "h02": env.number("PANTAU_H02_PORT", 5013, low=-1, high=65535),
    "tk103": env.number("PANTAU_TK103_PORT", 5002, low=-1, high=65535),
    "gl200": env.number("PANTAU_GL200_PORT", 5004, low=-1, high=65535),
    "meitrack": env.number("PANTAU_MEITRACK_PORT", 5020, low=-1, high=65535),
    "cot": env.number("PANTAU_COT_PORT", 8087, low=-1, high=65535),
}
PANTAU_OWNTRACKS_PORT = env.number("PANTAU_OWNTRACKS_PORT", 5144, low=-1, high=65535)
PANTAU_MQTT_URL = env.text("PANTAU_MQTT_URL", "")
PANTAU_LISTENER_NETWORKS = env.text("PANTAU_LISTENER_NETWORKS", "")
PANTAU_MQTT_ACCOUNTS_FILE = env.text("PANTAU_MQTT_ACCOUNTS_FILE", "")
PANTAU_MQTT_CLIENT_ID = env.text("PANTAU_MQTT_CLIENT_ID", "pantau-gateway")
PANTAU_COT_TLS_PORT = env.number("PANTAU_COT_TLS_PORT", 8089, low=-1, high=65535)
PANTAU_COT_TLS_CERT = env.text("PANTAU_COT_TLS_CERT", "")
PANTAU_COT_TLS_KEY = env.text("PANTAU_COT_TLS_KEY", "")
PANTAU_COT_TLS_CLIENT_CA = env.text("PANTAU_COT_TLS_CLIENT_CA", "")
PANTAU_COT_OUT_PORT = env.number("PANTAU_COT_OUT_PORT", -1, low=-1, high=65535)
PANTAU_COT_OUT_SECONDS = env.number("PANTAU_COT_OUT_SECONDS", 5, low=1, high=3_600)
PANTAU_TRACKER_IDLE_S = env.number("PANTAU_TRACKER_IDLE_S", 900, low=1, high=86_400)
PANTAU_TRACKER_FRAME_S = env.number("PANTAU_TRACKER_FRAME_S", 60, low=1, high=3_600)
PANTAU_TRACKER_CONNECTIONS = env.number("PANTAU_TRACKER_CONNECTIONS", 20_000, low=1, high=1_000_000)
PANTAU_PUBLIC_GATEWAY_HOST = env.text("PANTAU_PUBLIC_GATEWAY_HOST", "")
PANTAU_KEEP_POSITIONS_DAYS = env.number("PANTAU_KEEP_POSITIONS_DAYS", 400, low=1, high=36_500)
PANTAU_KEEP_QUARANTINE_DAYS = env.number("PANTAU_KEEP_QUARANTINE_DAYS", 180, low=1, high=36_500)
PANTAU_QUARANTINE_FRAMES = env.number("PANTAU_QUARANTINE_FRAMES", 500_000, low=1_000, high=1_000_000_000)
PANTAU_QUARANTINE_MB = env.number("PANTAU_QUARANTINE_MB", 1_000, low=1, high=1_000_000)
PANTAU_QUARANTINE_DEVICE_FRAMES = env.number("PANTAU_QUARANTINE_DEVICE_FRAMES", 5_000, low=100, high=1_000_000_000)
PANTAU_QUARANTINE_DEVICE_MB = env.number("PANTAU_QUARANTINE_DEVICE_MB", 10, low=1, high=1_000_000)
PANTAU_TILE_URL = env.text("PANTAU_TILE_URL", "")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": page_policy(PANTAU_TILE_URL)}
PANTAU_TILE_ATTRIBUTION = env.text("PANTAU_TILE_ATTRIBUTION", "")
PANTAU_DEMO = env.flag("PANTAU_DEMO", default=False)
PANTAU_DEMO_CAMERA_PORT = env.number("PANTAU_DEMO_CAMERA_PORT", 5080, low=-1, high=65535)
PANTAU_REGION_NAME = env.text("PANTAU_REGION_NAME", "Kabupaten Karo")
PANTAU_REGION_CENTER = env.floats("PANTAU_REGION_CENTER", "3.10,98.35", 2)
PANTAU_REGION_ZOOM = env.number("PANTAU_REGION_ZOOM", 11, low=3, high=19)
PANTAU_CAMERA_HOSTS = env.hosts_and_networks("PANTAU_CAMERA_HOSTS")
if PANTAU_DEMO and PANTAU_DEMO_CAMERA_PORT > 0:  # the demo's own cameras answer on loopback
    PANTAU_CAMERA_HOSTS = [*PANTAU_CAMERA_HOSTS, f"127.0.0.1:{PANTAU_DEMO_CAMERA_PORT}"]
PANTAU_WEBHOOK_HOSTS = env.hosts_and_networks("PANTAU_WEBHOOK_HOSTS")
PANTAU_IMAGE_PROCESSES = env.number("PANTAU_IMAGE_PROCESSES", 2, low=1, high=32)
PANTAU_IMAGE_QUEUE = env.number("PANTAU_IMAGE_QUEUE", 16, low=1, high=1_000)
PANTAU_IMAGE_MEMORY_MB = env.number("PANTAU_IMAGE_MEMORY_MB", 384, low=256, high=8_192)
PANTAU_COMPLAINTS_PER_HOUR = env.number("PANTAU_COMPLAINTS_PER_HOUR", 30, low=1, high=100_000)

# GDAL before 3.9 follows addresses in reference systems; geo.formats refuses such files before GDAL sees them.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

LEAFLET_CONFIG = {
    "DEFAULT_CENTER": PANTAU_REGION_CENTER,
    "DEFAULT_ZOOM": PANTAU_REGION_ZOOM,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 19,
    "TILES": [],
    "RESET_VIEW": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_redaction.RedactingFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Django's own handler would write the same lines once more, unredacted.
        "django": {"handlers": [], "level": "INFO"},
        "uvicorn": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.text("PANTAU_LOG_LEVEL", "INFO")},
}
