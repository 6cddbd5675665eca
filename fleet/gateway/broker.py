"""Where the MQTT broker is."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Broker:
    """Where the broker is and who this client is to it."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    client_id: str

    @classmethod
    def from_url(cls, url: str, client_id: str) -> "Broker":
        """``mqtt://user:password@host:1883``, or ``mqtts://`` with TLS. Raises ValueError for any other address."""
        parts = urlsplit(url)
        if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
            said = f"{parts.scheme or 'nothing'}://{parts.hostname or ''}"  # without the password
            raise ValueError(f"{said} is no address of a broker; write it as mqtt://user:password@host:1883")
        tls = parts.scheme == "mqtts"
        port = parts.port or (8883 if tls else 1883)
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname, port, user, password, tls, client_id)
