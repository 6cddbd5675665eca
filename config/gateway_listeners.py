"""The gateway's listeners of OwnTracks over MQTT and of TAK clients, from Django's settings."""

from django.conf import settings

from config.env import BadSetting
from fleet.gateway.broker import Broker
from fleet.gateway.cot_out import CotOut
from fleet.gateway.networks import Network, read_networks
from fleet.gateway.trackers import CLOSED


def broker() -> Broker | None:
    """Where OwnTracks' messages come from over MQTT, or None. Raises BadSetting."""
    url = settings.PANTAU_MQTT_URL
    try:
        return Broker.from_url(url, settings.PANTAU_MQTT_CLIENT_ID) if url else None
    except ValueError as error:
        raise BadSetting(f"PANTAU_MQTT_URL: {error}") from None


def networks() -> dict[str, tuple[Network, ...]]:
    """The networks to which listeners are open, by name. Raises BadSetting."""
    try:
        found = read_networks(settings.PANTAU_LISTENER_NETWORKS)
    except ValueError as error:
        raise BadSetting(f"PANTAU_LISTENER_NETWORKS: {error}") from None
    if unknown := found.keys() - {*settings.PANTAU_TRACKER_PORTS, "osmand", "owntracks", "cot_tls", "cot_out"}:
        raise BadSetting(f"PANTAU_LISTENER_NETWORKS: there is no listener {', '.join(sorted(unknown))}")
    return found


def cot_out() -> CotOut:
    """Where TAK clients hear of the fleet; over TLS only where all three files are named. Raises BadSetting."""
    files = (settings.PANTAU_COT_TLS_CERT, settings.PANTAU_COT_TLS_KEY, settings.PANTAU_COT_TLS_CLIENT_CA)
    if any(files) and not all(files):
        raise BadSetting("PANTAU_COT_TLS_CERT, PANTAU_COT_TLS_KEY and PANTAU_COT_TLS_CLIENT_CA belong together")
    return CotOut(
        settings.PANTAU_COT_TLS_PORT if all(files) else CLOSED,
        *files,
        plain_port=settings.PANTAU_COT_OUT_PORT,
        interval_s=settings.PANTAU_COT_OUT_SECONDS,
    )
