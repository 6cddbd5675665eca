"""Readers for environment variables that fail loudly.

Each reader takes the variable's name and returns a typed value. A value that cannot be read raises ``BadSetting`` with
the name, what was found and what is expected, so that a process refuses to start instead of guessing.
"""

import os
from ipaddress import ip_network
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_TRUE: Final = {"1", "true", "yes", "on"}
_FALSE: Final = {"0", "false", "no", "off"}


class BadSetting(Exception):
    """An environment variable is missing or cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """The variable as it stands; raises BadSetting if it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"{name} is not set; see .env.example for what it means")
    return value


def flag(name: str, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise BadSetting(f"{name}={value!r} is neither true nor false; use 1 or 0")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number within ``low..high``, both included."""
    value = os.environ.get(name, "").strip()
    if value == "":
        return default
    if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name}={value!r} must be a whole number from {low} to {high}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def hosts_and_networks(name: str) -> list[str]:
    """A comma-separated list of ``host:port`` and of networks such as 10.20.0.0/16."""
    found = words(name)
    for part in found:
        host, _, port = part.rpartition(":")
        if "/" in part:
            try:
                ip_network(part)
            except ValueError:
                raise BadSetting(f"{name}: {part!r} is no network; write it as 10.20.0.0/16") from None
        elif not host or not port.isdigit() or not 1 <= int(port) <= 65535:
            raise BadSetting(f"{name}: {part!r} must be host:port or a network such as 10.20.0.0/16")
    return found


def networks(name: str) -> list[str]:
    """A comma-separated list of IP addresses and of networks such as 10.20.0.0/16; never all addresses there are."""
    found = words(name)
    for part in found:
        try:
            network = ip_network(part)
        except ValueError:
            raise BadSetting(f"{name}: {part!r} is no address or network; write 10.20.0.2 or 10.20.0.0/16") from None
        if network.prefixlen == 0:
            raise BadSetting(f"{name}: {part!r} is every address there is; name the proxies alone")
    return found


def floats(name: str, default: str, count: int) -> tuple[float, ...]:
    """Exactly ``count`` comma-separated numbers."""
    parts = words(name, default)
    try:
        values = tuple(float(part) for part in parts)
    except ValueError:
        raise BadSetting(f"{name}={','.join(parts)!r} must be {count} numbers with commas between them") from None
    if len(values) != count:
        raise BadSetting(f"{name} has {len(values)} numbers, not {count}")
    return values


def database(name: str, default: str | None = None) -> dict[str, str | int]:
    """A PostgreSQL address as Django wants it.

    ``postgresql://user:password@host:port/name``; a Unix socket is given as ``postgresql:///name?host=/run/x&user=y``.
    """
    value = text(name, default)
    parts = urlsplit(value)
    query = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting(f"{name} must look like postgresql://user:password@host:5432/name, not {value!r}")
    if unknown := query.keys() - {"host", "user", "port", "password"}:
        raise BadSetting(f"{name} has parts that are not understood: {', '.join(sorted(unknown))}")
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or query.get("password", "")),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": parts.port or query.get("port", ""),
    }
