"""`./run`: the whole command centre on this machine."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ops import check, ports, setup
from ops.command import ignore_interrupts, main
from ops.environment import Ports, environment
from ops.layout import EVERYDAY, Space
from ops.locks import run_lock
from ops.ports import is_loopback, is_unspecified
from ops.postgres import DATABASE, OWN_DATABASE
from ops.processes import Supervisor
from ops.serve import start_processes
from ops.servers import Servers
from ops.steps import say

_NO_TRACKERS = {
    "OWNTRACKS": ("phones", "http://{own}:{port} (OwnTracks over HTTP)"),
    "COT": ("TAK clients", "{own}:{port} (CoT)"),
}
_OLD_DEMO = """
The demo region here was loaded by another version of Pantau, and was left as it is. To see this version's, start with
./run --new-demo: that deletes the demo's database and uploads, also what somebody entered there, and nothing else."""
_THIS_MACHINE_ALONE = """
Phones and trackers are taken from this machine alone, because PANTAU_GATEWAY_HOST names its loopback interface. For
those of the network, start with PANTAU_GATEWAY_HOST=0.0.0.0 ./run."""
_SPELLED = {"TELTONIKA": "Teltonika", "GL200": "Queclink GL200", "MEITRACK": "Meitrack"}


def run() -> int:
    """Set up, start everything, and stop it on Ctrl-C; the exit code."""
    wanted = _arguments()
    if wanted.check:
        return check.check()
    where = replace(Ports.from_environment(), web=wanted.port)
    with run_lock():
        _require_free(where, demo=wanted.demo)
        if wanted.reset:
            _reset()
        say("Setting up:")
        setup.ensure(development=False)
        return _serve(EVERYDAY, where, demo=wanted.demo, anew=wanted.new_demo)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Set up what is missing and start the command centre.")
    parser.add_argument("--check", action="store_true", help="prove both journeys on free ports, print JSON, stop")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="without the demo region and accounts")
    parser.add_argument(
        "--new-demo", action="store_true", help="first delete the demo's database and uploads, and load the demo anew"
    )
    parser.add_argument(
        "--reset", action="store_true", help="first delete all databases and uploads of this checkout, demo or not"
    )
    parser.add_argument("--port", type=int, default=Ports.web, help=f"port of the web pages ({Ports.web})")
    wanted = parser.parse_args()
    if wanted.new_demo and not wanted.demo:
        parser.error("--new-demo and --no-demo do not go together")
    return wanted


def _require_free(where: Ports, *, demo: bool) -> None:
    ports.require_free(where.web_host, where.web, "the web pages", "stop it, or start with --port NUMBER")
    remedy = "stop it, or set {} to another port"
    ports.require_free(where.gateway_host, where.osmand, "phones and trackers", remedy.format("PANTAU_OSMAND_PORT"))
    for name, port in where.trackers.items():
        if port > 0:
            ports.require_free(where.gateway_host, port, "trackers", remedy.format(name) + ", or to -1 to close it")
    if where.mqtt > 0:
        advice = remedy.format("PANTAU_MQTT_PORT") + ", or to -1, or name your broker in PANTAU_MQTT_URL"
        ports.require_free(where.gateway_host, where.mqtt, "phones with OwnTracks over MQTT", advice)
    if demo and where.demo_cameras > 0:
        cameras = remedy.format("PANTAU_DEMO_CAMERA_PORT")
        ports.require_free("127.0.0.1", where.demo_cameras, "the demo's camera pictures", cameras)


def _reset() -> None:
    servers = Servers(EVERYDAY)
    say(f"Deleting all databases in {servers.cluster.data} and the uploads in {EVERYDAY.media}.")
    servers.remove()


def _serve(space: Space, where: Ports, *, demo: bool, anew: bool) -> int:
    servers = Servers(space)
    # What is made up and what is real never share a database.
    database = DATABASE if demo else OWN_DATABASE
    env = environment(space, database=database, ports=where, demo=demo)
    supervisor = Supervisor(servers, env)
    try:
        servers.start()
        if anew:
            say(f"Deleting the demo's database and the uploads in {space.media_of(DATABASE)}.")
            setup.remove_demo(space)
        setup.ensure_database(space, env, database)
        if demo:
            setup.ensure_demo(space, env)
        start_processes(supervisor, where, simulate=demo)
        _announce(space, where, demo=demo)
        if not demo:
            _say_how_to_begin(env)
        supervisor.watch()
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        ignore_interrupts()
        supervisor.stop()
        servers.stop()
    return 0


def _announce(space: Space, where: Ports, *, demo: bool) -> None:
    address = f"http://{where.web_host}:{where.web}"
    print(f"\nPantau is running.\n  {'citizens':<12}{address}/\n  {'the wall':<12}{address}/wall/")
    print(f"  {'the desk':<12}{address}/desk/\n  {'the planner':<12}{address}/planner/")
    print(f"  {'phones':<12}http://{_gateway_address(where)}:{where.osmand} (Traccar Client, OsmAnd)")
    for who, listener in sorted(_listeners(where), key=lambda one: one[0].casefold()):
        print(f"  {who:<12}{listener}")
    if is_loopback(where.gateway_host):
        print(_THIS_MACHINE_ALONE)
    if demo:
        print("\nDemo accounts, for trying out only:")
        for account in _accounts(space):
            print(f"  {account['username']:<16}{account['password']:<18}{account['role'].replace('_', ' ')}")
        if setup.demo_is_old(space):
            print(_OLD_DEMO)
    print(f"\nLogs are in {space.logs}. Ctrl-C stops everything.", flush=True)


def _listeners(where: Ports) -> Iterator[tuple[str, str]]:
    """Who besides Traccar Client may send, and where to: ``trackers``, ``192.0.2.7:5023 (GT06)``."""
    own = _gateway_address(where)
    if where.mqtt > 0:
        yield "phones", f"{own}:{where.mqtt} (OwnTracks over MQTT)"
    for name, port in where.trackers.items():
        if port > 0:
            protocol = name.removeprefix("PANTAU_").removesuffix("_PORT")
            who, listener = _NO_TRACKERS.get(protocol, ("trackers", "{own}:{port} ({protocol})"))
            yield who, listener.format(own=own, port=port, protocol=_SPELLED.get(protocol, protocol))


def _say_how_to_begin(env: Mapping[str, str]) -> None:
    address = env["PANTAU_DATABASE_URL"]
    print("\nThis centre has a database of its own, without the demo. Its first account:")
    print(f"  PANTAU_DATABASE_URL='{address}' .venv/bin/python manage.py create_administrator NAME", flush=True)


def _accounts(space: Space) -> list[Mapping[str, str]]:
    loaded: list[Mapping[str, str]] = json.loads(setup.demo_accounts_file(space).read_text())
    return loaded


def _gateway_address(where: Ports) -> str:
    """The address to enter into a phone or tracker: this machine's own where the gateway listens on every interface."""
    return _own_address() if is_unspecified(where.gateway_host) else where.gateway_host


def _own_address() -> str:
    """The address under which a phone in the same network finds this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))  # a datagram socket sends nothing by connecting
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


if __name__ == "__main__":
    sys.exit(main(run))
