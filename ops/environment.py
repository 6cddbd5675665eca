"""The environment variables under which Pantau's processes run on this machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ops.errors import OpsError
from ops.layout import LOCAL, VENV, Space
from ops.mqtt_broker import MqttBroker
from ops.postgres import APP_ROLE, DATABASE, SUPERUSER, Cluster
from ops.redis_server import RedisServer

TRACKERS: Mapping[str, int] = {
    "PANTAU_GT06_PORT": 5023,
    "PANTAU_TELTONIKA_PORT": 5027,
    "PANTAU_H02_PORT": 5013,
    "PANTAU_TK103_PORT": 5002,
    "PANTAU_GL200_PORT": 5004,
    "PANTAU_MEITRACK_PORT": 5020,
    "PANTAU_OWNTRACKS_PORT": 5144,
    "PANTAU_COT_PORT": 8087,
}
"""The variables of the listeners of trackers and of phones that are not Traccar Client, and their usual ports."""
CLOSED = -1


@dataclass(frozen=True)
class Ports:
    """Where the web process, the gateway and the demo's cameras listen. A listener not named is closed."""

    web: int = 8000
    osmand: int = 5055
    demo_cameras: int = 5080
    web_host: str = "127.0.0.1"
    gateway_host: str = "0.0.0.0"
    trackers: Mapping[str, int] = field(default_factory=dict)
    mqtt: int = CLOSED

    @classmethod
    def from_environment(cls) -> Ports:
        """The usual ports, moved by the variables of .env.example; raises OpsError when one is not a number."""
        return replace(
            cls(),
            osmand=_port("PANTAU_OSMAND_PORT", cls.osmand),
            demo_cameras=_port("PANTAU_DEMO_CAMERA_PORT", cls.demo_cameras),
            gateway_host=os.environ.get("PANTAU_GATEWAY_HOST") or cls.gateway_host,
            trackers={name: _port(name, usual) for name, usual in TRACKERS.items()},
            # Whoever names a broker has one.
            mqtt=CLOSED if os.environ.get("PANTAU_MQTT_URL") else _port("PANTAU_MQTT_PORT", 1883),
        )


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    try:
        return int(value)
    except ValueError:
        raise OpsError(f"{name} is {value!r}, which is not a number; use a port such as {default}.") from None


def secret_key() -> str:
    """The key of this installation, made once and readable by its owner alone."""
    file = LOCAL / "secret_key"
    if not file.exists():
        LOCAL.mkdir(exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        unfinished.rename(file)
    return file.read_text().strip()


def connections(space: Space, database: str = DATABASE) -> dict[str, str]:
    """Where a process of this space finds its database, Redis, key and uploads."""
    return {
        "PANTAU_SECRET_KEY": secret_key(),
        "PANTAU_DATABASE_URL": Cluster(space).url(database, APP_ROLE),
        "PANTAU_REDIS_URL": RedisServer(space).url,
        "PANTAU_MEDIA_ROOT": str(space.media_of(database)),
    }


def broker_url(space: Space, ports: Ports) -> str:
    """The address of the space's own broker, or of the one that is named, or an empty text."""
    if ports.mqtt <= 0:
        return os.environ.get("PANTAU_MQTT_URL", "")
    return MqttBroker(space, ports.gateway_host, ports.mqtt).url


def accounts_file(space: Space, ports: Ports) -> str:
    """Where the gateway writes the accounts of phones for the space's own broker, or what is named for another one."""
    if ports.mqtt <= 0:
        return os.environ.get("PANTAU_MQTT_ACCOUNTS_FILE", "")
    return str(MqttBroker(space, ports.gateway_host, ports.mqtt).enrolled)


def environment(space: Space, *, database: str = DATABASE, ports: Ports | None = None, demo: bool) -> dict[str, str]:
    """What a process of this space needs. Variables that only tune (PANTAU_TILE_URL, ...) pass through unchanged."""
    ports = ports or Ports.from_environment()
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    return {
        **os.environ,
        "PATH": path,
        "VIRTUAL_ENV": str(VENV),
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        **connections(space, database),
        "PGHOST": str(space.sockets),
        "PGUSER": SUPERUSER,
        "PANTAU_REDIS_PREFIX": "pantau",
        "PANTAU_GATEWAY_HOST": ports.gateway_host,
        "PANTAU_OSMAND_PORT": str(ports.osmand),
        **{name: str(ports.trackers.get(name, CLOSED)) for name in TRACKERS},
        "PANTAU_MQTT_URL": broker_url(space, ports),
        "PANTAU_MQTT_ACCOUNTS_FILE": accounts_file(space, ports),
        "PANTAU_DEMO_CAMERA_PORT": str(ports.demo_cameras),
        "PANTAU_WEB_URL": f"http://{ports.web_host}:{ports.web}",
        "PANTAU_DEMO": "1" if demo else "0",
    }
